"""The columns that Cigna's policy reads, which every side of the comparison is given."""

READ = (
    *("case", "payer", "product", "date_of_service", "code", "technique", "indication", "symptomatic"),
    *("pain_severity", "pain_debilitating", "fracture_date", "fracture_age", "fracture_healed"),
    *("conservative_treatment_duration", "conservative_treatment_failed"),
    *(
        "responding_to_conservative_treatment",
        "imaging_shows_recent_fracture",
        "pain_correlates_with_imaging",
    ),
    *("aggressive_hemangioma", "stenting_counts_as_kyphoplasty"),
)
