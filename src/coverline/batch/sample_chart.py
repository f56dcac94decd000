"""The proportions of what the charts of invented patients say."""

from coverline.batch.sample_proportion import Draw, Kind

CHART: tuple[Draw, ...] = (
    Draw("symptomatic", "hardly anyone is treated without pain", "yes 870, no 20", kind=Kind.YES_NO),
    Draw(
        "pain_severity",
        "severe where it leads to a procedure; none without symptoms",
        """yes: severe 560, moderate 250, mild 40
        no: none 700
        else: severe 300, moderate 140, mild 20""",
        given="symptomatic",
    ),
    Draw(
        "pain_debilitating",
        "goes with how bad the pain is",
        """severe: yes 690, no 80
        moderate: yes 260, no 380
        mild none: no 750
        else: yes 250, no 80""",
        given="pain_severity",
        kind=Kind.YES_NO,
    ),
    Draw("fracture_acute", "often not said in so many words", "yes 430, no 150", kind=Kind.YES_NO),
    Draw(
        "conservative_treatment_failed",
        "asked by most payers, so mostly answered",
        "yes 630, no 110",
        kind=Kind.YES_NO,
    ),
    Draw(
        "responding_to_conservative_treatment",
        "nobody responds to what has failed",
        """yes: no 560
        no: yes 420, no 280
        else: yes 50, no 230""",
        given="conservative_treatment_failed",
        kind=Kind.YES_NO,
    ),
    Draw(
        "hospitalized_for_fracture",
        "some stays are for the fracture",
        """inpatient: yes 520, no 250
        else: yes 30, no 600""",
        given="setting",
        kind=Kind.YES_NO,
    ),
    Draw(
        "ambulation_prevented",
        "by the worst pain",
        """severe: yes 330, no 340
        else: yes 50, no 480""",
        given="pain_severity",
        kind=Kind.YES_NO,
    ),
    Draw("functional_impairment", "usual with such pain", "yes 650, no 90", kind=Kind.YES_NO),
    Draw(
        "imaging",
        "mostly magnetic resonance",
        """mri 290, xray+mri 260, ct 90, xray 90, mri+ct 70, xray+bone_scan 40, ct+spect 15, fluoroscopy 5,
        [] 10""",
        kind=Kind.LIST,
    ),
    Draw(
        "imaging_shows_recent_fracture",
        "as the images show",
        """fresh: yes 880
        unhealed: yes 240, no 460
        healed: no 800
        unclear: yes 60, no 140""",
        given="picture",
        kind=Kind.YES_NO,
    ),
    Draw("pain_correlates_with_imaging", "usual before a procedure", "yes 720, no 40", kind=Kind.YES_NO),
    Draw(
        "pain_from_nonhealing_fracture",
        "as the images show",
        """fresh: yes 560, no 50
        unhealed: yes 800, no 40
        healed: no 700
        unclear: yes 90, no 110""",
        given="picture",
        kind=Kind.YES_NO,
    ),
    Draw(
        "fracture_healed",
        "as the images show",
        """fresh: no 690
        unhealed: no 820
        healed: yes 880
        unclear: no 150""",
        given="picture",
        kind=Kind.YES_NO,
    ),
    Draw("prophylactic", "rarely said", "no 520, yes 10", kind=Kind.YES_NO),
    Draw("other_pain_causes_excluded", "often not written down", "yes 480, no 50", kind=Kind.YES_NO),
    Draw("spinal_cord_compression", "rare, and looked for", "no 580, yes 25", kind=Kind.YES_NO),
    Draw(
        "vertebral_height_remaining",
        "measured in two of three, and rounded",
        """20 10, 25 15, 30 25, 33 15, 34 15, 40 60, 45 30, 50 110, 55 30, 60 110, 65 40, 70 90, 75 50, 80 40,
        90 20""",
        kind=Kind.NUMBER,
    ),
    Draw(
        "significant_vertebral_collapse",
        "below a third of the height nobody denies it",
        """20 25 30 33: yes 500
        34 40 45 50 55 60 65 70 75 80 90: yes 30, no 420
        else: yes 50, no 380""",
        given="vertebral_height_remaining",
        kind=Kind.YES_NO,
    ),
    Draw(
        "aggressive_hemangioma",
        "a question only of hemangiomas",
        """hemangioma: yes 340, no 360
        else: no 60""",
        given="cause",
        kind=Kind.YES_NO,
    ),
    Draw(
        "device_fda_cleared",
        "said where there is a device",
        """mechanical_augmentation: yes 720, no 20
        vertebroplasty sacroplasty: yes 200
        else: yes 520, no 10""",
        given="treated_by",
        kind=Kind.YES_NO,
    ),
    Draw(
        "contraindications",
        "mostly none, or not written down",
        """[] 500, coagulopathy 15, infection 8, osteomyelitis 4, myelopathy 6, radiculopathy 12,
        burst_fracture 8, pedicle_fracture 4, material_allergy 3, canal_or_foramen_compromise 8,
        cortical_disruption 6, high_energy_trauma 6, severe_cardiopulmonary_disease 8, pregnancy 1,
        coagulopathy+infection 1""",
        kind=Kind.LIST,
    ),
    Draw(
        "stenting_counts_as_kyphoplasty",
        "a clinician's answer, rarely there yet",
        "vertebral_body_stenting: yes 150, no 150",
        given="treated_by",
        kind=Kind.YES_NO,
    ),
    Draw("service_form", "a few are not scheduled", "day 970, month 25, year 5", kind=Kind.UNSEEN),
    Draw(
        "fracture_form",
        "mostly a date, sometimes an age, sometimes neither",
        "day 600, month 50, year 5, weeks 90, days 30, months 40, both 15",
        kind=Kind.UNSEEN,
    ),
    Draw(
        "pain_form",
        "told from memory more often than the fracture",
        "day 380, month 60, weeks 190, days 20, months 70, both 10",
        kind=Kind.UNSEEN,
    ),
    Draw("treatment_form", "counted in weeks", "weeks 600, days 90, months 110", kind=Kind.UNSEEN),
    Draw(
        "fracture_days",
        "around the policies' limits of two, six and thirteen weeks and four months",
        "0..13 100, 14..41 200, 42..90 520, 91..121 80, 122..700 100",
        kind=Kind.UNSEEN,
    ),
    Draw(
        "pain_days",
        "mostly since the fracture, which is what none of these stands for",
        "0..13 20, 14..41 40, 42..121 90, 122..900 50",
        kind=Kind.UNSEEN,
    ),
    Draw(
        "treatment_days",
        "around six weeks, and never longer than the pain",
        "0..20 60, 21..41 140, 42..62 450, 63..119 260, 120..365 90",
        kind=Kind.UNSEEN,
    ),
)
