"""The proportions of what an invented request asks, and of why."""

from coverline.batch.sample_proportion import Draw, Kind

REQUEST: tuple[Draw, ...] = (
    Draw(
        "payer",
        "all five, the national one a little more often; a request always names its payer",
        "cigna 250, bcbsma 200, floridablue 200, uhcwest 200, bcbsm 150",
    ),
    Draw(
        "product",
        "mostly commercial, some Medicare and other programs that most policies hand on; often left out",
        """commercial_ppo 360, commercial_hmo 250, commercial_pos 80, commercial_epo 60,
        commercial_indemnity 20, medicare_advantage_hmo 50, medicare_advantage_ppo 40,
        medicare_complementary 20, federal_employee 20, state_account 20""",
    ),
    Draw(
        "state",
        "where the payer's members live, a few elsewhere",
        """bcbsma: MA 870, NH 40, RI 30, NY 20
        floridablue: FL 930, GA 15, PR 5, NY 10
        bcbsm: MI 920, OH 20, IN 10, FL 10
        uhcwest: CA 430, TX 190, WA 120, OR 110, OK 90, AZ 10, NV 10, NY 5
        cigna: CA 40, TX 40, FL 40, NY 40, PA 40, IL 40, OH 40, GA 40, NC 40, MI 40, NJ 40, VA 40, CT 40,
        TN 40, AZ 40, CO 40, AK 8, AL 8, AR 8, AS 8, DC 8, DE 8, GU 8, HI 8, IA 8, ID 8, IN 8, KS 8, KY 8,
        LA 8, MA 8, MD 8, ME 8, MN 8, MO 8, MP 8, MS 8, MT 8, ND 8, NE 8, NH 8, NM 8, NV 8, OK 8, OR 8, PR 8,
        RI 8, SC 8, SD 8, UT 8, VI 8, VT 8, WA 8, WI 8, WV 8, WY 8""",
        given="payer",
    ),
    Draw(
        "period",
        "years of requests, of which some fall outside the days that the document decides",
        """bcbsma: within 950, before 50
        floridablue: within 960, before 40
        cigna: within 900, after 100
        bcbsm: within 985, before 15
        uhcwest: within 1000""",
        given="payer",
        kind=Kind.UNSEEN,
    ),
    Draw("setting", "most are done without a stay", "outpatient 780, inpatient 150"),
    Draw(
        "treated_by",
        "balloons lead; one document is about the sacrum alone",
        """bcbsm: sacroplasty 600, balloon_kyphoplasty 180, vertebroplasty 150, mechanical_augmentation 40,
        radiofrequency_kyphoplasty 20, vertebral_body_stenting 10
        else: balloon_kyphoplasty 430, vertebroplasty 310, mechanical_augmentation 140, sacroplasty 60,
        radiofrequency_kyphoplasty 40, vertebral_body_stenting 20""",
        given="payer",
        kind=Kind.UNSEEN,
    ),
    Draw(
        "code",
        "the codes of the technique, a few of them retired or of another field",
        """vertebroplasty: 22511 380, 22510 290, 22512 130, C7504 15, C7505 15, 22520 10, 22521 10,
        0PU43JZ 50, 0QU03JZ 50, 0PU33JZ 5, 0PS33ZZ 5, 0PU34JZ 5, 0PU44JZ 15, 0QU04JZ 15, S2360 3, 72291 2
        balloon_kyphoplasty radiofrequency_kyphoplasty: 22513 375, 22514 360, 22515 130, 22899 20, C7507 15,
        C7508 15, 22523 5, 22510 5, 0PS43ZZ 25, 0QS03ZZ 25, 0PU43JZ 10, 0QU03JZ 10, 0PU33JZ 3, 27447 2
        mechanical_augmentation: 22513 320, 22514 320, 22515 130, 22899 20, C7507 15, C7508 15, 0PS43ZZ 25,
        0QS03ZZ 25, 0PU43JZ 10, 0QU03JZ 10, C1062 110
        vertebral_body_stenting: 22899 520, 22513 230, 22514 230, C1062 20
        sacroplasty: 0200T 560, 0201T 250, 22511 70, 0QU13JZ 60, 0QU14JZ 15, 0QS13ZZ 15, 0QUS3JZ 10,
        0QSS3ZZ 10, 22899 10""",
        given="treated_by",
    ),
    Draw(
        "technique",
        "named on most requests; else the code has to tell",
        """vertebroplasty: vertebroplasty 860
        balloon_kyphoplasty: balloon_kyphoplasty 860
        mechanical_augmentation: mechanical_augmentation 860
        radiofrequency_kyphoplasty: radiofrequency_kyphoplasty 860
        vertebral_body_stenting: vertebral_body_stenting 860
        sacroplasty: sacroplasty 860""",
        given="treated_by",
    ),
    Draw(
        "level",
        "the bend between chest and loins breaks most; about one in a hundred does not fit the code",
        """22510 22513 22520 22523 C7504 C7507 S2360 0PU43JZ 0PU44JZ 0PS43ZZ: T12 330, T11 160, T8 90, T7 90,
        T10 70, T9 60, T6 60, T5 30, T4 20, T3 10, T2 5, T1 5, L1 10, C7 5
        22511 22514 22521 C7505 C7508 0QU03JZ 0QU04JZ 0QS03ZZ: L1 410, L2 190, L3 140, L4 110, L5 80, T12 10,
        S1 5
        22512 22515 22899 C1062 72291: T12 180, T11 110, T8 70, T7 60, L1 230, L2 110, L3 90, L4 60, L5 30
        0200T 0201T 0QU13JZ 0QU14JZ 0QS13ZZ: S1 530, S2 250, S3 60, S4 10, S5 5, L5 5
        0PU33JZ 0PS33ZZ 0PU34JZ: C7 250, C6 190, C5 150, C4 110, C3 90, C2 80, C1 30
        0QUS3JZ 0QSS3ZZ: COCCYX 900
        else: L1 500, T12 300""",
        given="code",
    ),
    Draw(
        "cause",
        "mostly osteoporosis, in the sacrum insufficiency",
        """sacroplasty: sacral_insufficiency_fracture 680, osteolytic_metastasis 120,
        osteoporotic_fracture 100, multiple_myeloma 50, traumatic_fracture 30, other 20
        else: osteoporotic_fracture 560, osteolytic_metastasis 110, multiple_myeloma 90,
        traumatic_fracture 70, steroid_induced_fracture 50, osteonecrosis 30, hemangioma 30,
        osteolytic_other 20, other 30, eosinophilic_granuloma 5, sacral_insufficiency_fracture 5""",
        given="treated_by",
        kind=Kind.UNSEEN,
    ),
    Draw(
        "indication",
        "stated on most requests",
        """osteoporotic_fracture: osteoporotic_fracture 920
        steroid_induced_fracture: steroid_induced_fracture 920
        osteolytic_metastasis: osteolytic_metastasis 950
        multiple_myeloma: multiple_myeloma 950
        osteolytic_other: osteolytic_other 900
        hemangioma: hemangioma 950
        eosinophilic_granuloma: eosinophilic_granuloma 950
        osteonecrosis: osteonecrosis 900
        traumatic_fracture: traumatic_fracture 920
        sacral_insufficiency_fracture: sacral_insufficiency_fracture 920
        other: other 700""",
        given="cause",
    ),
    Draw(
        "diagnoses",
        "what is coded for the cause, sometimes wrongly",
        """osteoporotic_fracture: M80.08XA 550, M80.08XA+M81.0 110, M80.08XD 50, M80.08XG 30, M80.08XK 30,
        M48.54XA 50, M48.56XA 50, M84.48XA 40, m8008xa 15, M81.0 15
        steroid_induced_fracture: M80.88XA 480, M80.88XA+T38.0X5A 260, M80.08XA 180
        osteolytic_metastasis: C79.51 420, M84.58XA+C79.51 340, C79.51+C50.912 80, C79.52 40, C79.51+G89.3 60
        multiple_myeloma: C90.00 480, C90.00+M84.58XA 290, C90.01 60, C90.02 60, C9000 30
        osteolytic_other: C41.2 420, D47.Z9 160, D47.29 60, M84.58XA 280
        hemangioma: D18.09 880, D18.09+M54.6 60
        eosinophilic_granuloma: C96.6 500, C96.5 220, M84.68XA 160
        osteonecrosis: M87.08 320, M48.54XK 120, M80.08XK 360, M48.50XA 100
        traumatic_fracture: S22.080A 420, S32.010A 390, S32.020A 120
        sacral_insufficiency_fracture: M84.48XA 620, M80.08XA 230, M48.58XA 80
        other: M54.50 420, M54.6 180, M48.50XA 200, M84.68XA 100""",
        given="cause",
        kind=Kind.LIST,
    ),
    Draw(
        "picture",
        "what the images show; a healed fracture is neither recent nor the cause of pain",
        """osteolytic_metastasis multiple_myeloma osteolytic_other eosinophilic_granuloma: fresh 330,
        unhealed 140, healed 10, unclear 520
        hemangioma: fresh 120, unhealed 60, healed 20, unclear 800
        else: fresh 600, unhealed 170, healed 40, unclear 190""",
        given="cause",
        kind=Kind.UNSEEN,
    ),
)
