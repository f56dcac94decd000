"""The wording of the questions on a request that are of no policy and no patient."""

from coverline.decide.missing import LEVELS
from coverline.decide.usefulness import DATE_OF_SERVICE, TECHNIQUE

SERVICE, SETTING, PRODUCT, STATE = "service", "setting", "product", "state"

# The vocabulary asks for the technique, the levels and the day in its own words.
WORDING = {
    SERVICE: "Which code is ordered (CPT, HCPCS or ICD-10-PCS)?",
    SETTING: "Where will it be done: as an inpatient or an outpatient?",
    PRODUCT: "Which kind of plan does the member have?",
    STATE: "In which state does the member live?",
}
MEANINGS = {
    SERVICE: "One code. Fill in the form once for each service.",
    TECHNIQUE: "Leave it empty where the code alone settles it, or where it is not decided yet.",
    LEVELS: "All answers below are about these levels. Where levels differ, fill in the form once for each.",
    DATE_OF_SERVICE: "Times are counted back from this day.",
    SETTING: "It matters for prior authorization alone.",
    PRODUCT: "Some plans are decided by another document. Left empty, a commercial plan is assumed.",
    STATE: "Some states are decided by another document.",
}
