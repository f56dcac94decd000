"""What is served at /fhir, in one table: the routes are made from it, and the capability statement too."""

from dataclasses import dataclass

ROOT = "/fhir"
METADATA = f"{ROOT}/metadata"
# Where an application learns how to get a token, and gets it (SMART Backend Services).
CONFIGURATION = f"{ROOT}/.well-known/smart-configuration"
TOKEN = f"{ROOT}/token"


@dataclass(frozen=True, slots=True)
class Served:
    """A kind of resource that can be read by its id, and searched for by its canonical name."""

    kind: str
    profiles: tuple[str, ...] = ()

    @property
    def one(self) -> str:
        """The address of a resource."""
        return f"{ROOT}/{self.kind}/{{name}}"

    @property
    def all(self) -> str:
        """The address of a search."""
        return f"{ROOT}/{self.kind}"


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation: where it is defined, how it is called, and whether registered EHRs must sign for it."""

    kind: str
    code: str
    definition: str
    methods: tuple[str, ...]
    signed: bool
    documentation: str

    @property
    def path(self) -> str:
        """The address at which it is called."""
        return f"{ROOT}/{self.kind}/${self.code}"


ID = "_id"
SEARCHED = (ID, "url", "version")
# What parts the answer to a search into pages.
COUNT, OFFSET = PAGED = ("_count", "_offset")
DTR = "http://hl7.org/fhir/us/davinci-dtr"

RESOURCES = (
    Served(
        "Questionnaire",
        (
            f"{DTR}/StructureDefinition/dtr-std-questionnaire",
            f"{DTR}/StructureDefinition/dtr-questionnaire-adapt-search",
        ),
    ),
    Served("Library"),
    Served("ValueSet"),
)
OPERATIONS = (
    Operation(
        "Questionnaire",
        "questionnaire-package",
        f"{DTR}/OperationDefinition/questionnaire-package",
        ("POST",),
        signed=True,
        documentation="The form for an order, with its value sets and a draft of what is answered already.",
    ),
    Operation(
        "Questionnaire",
        "next-question",
        "http://hl7.org/fhir/uv/sdc/OperationDefinition/Questionnaire-next-question",
        ("POST",),
        signed=True,
        documentation="The question that is expected to decide soonest; completed when nothing is left open.",
    ),
    Operation(
        "Questionnaire",
        "log-questionnaire-errors",
        f"{DTR}/OperationDefinition/log-questionnaire-errors",
        ("POST",),
        signed=True,
        documentation="Takes a report of a form that failed; its codes are logged, its texts are not.",
    ),
    Operation(
        "ValueSet",
        "expand",
        "http://hl7.org/fhir/OperationDefinition/ValueSet-expand",
        ("GET", "POST"),
        signed=False,
        documentation="The codes of a value set, by url; filter, count and offset are obeyed.",
    ),
)
