"""The abbreviations of English news copy, spelled as they are written there, without their last point."""

MONTHS = "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec"
DAYS = "Mon Tue Tues Wed Thu Thur Thurs Fri Sat"
TITLES = (
    "Mr Mrs Ms Mx Messrs Mme Mlle Dr Drs Prof Hon Rev Fr Sr Gov Govs Lt Sen Sens Rep Reps Del Pres Sec Secy Atty Supt "
    "Gen Col Maj Capt Cmdr Cdr Adm Sgt Cpl Pfc Pvt Spc Det Insp Brig Amb Asst St Ste"
)
STATES = (
    "Ala Ariz Ark Calif Colo Conn Fla Ga Ill Ind Kan Ky La Mass Md Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Tenn "
    "Tex Va Vt Wash Wis Wisc Wyo"
)
NAMES = "Jr Bros Co Cos Corp Inc Ltd Ft Mt Mts Ave Blvd Rd Dept Univ Assn Intl"
PLAIN = "vs etc approx est ca cf al viz"
COUNTERS = "No Nos no nos Art Vol vol Fig fig Ch p pp"
POINTED = "A.C.L.U C.I.A D.N.C E.P.A E.U F.A.A F.B.I G.O.P H.I.V I.R.S I.S.I.S N.A.A.C.P N.S.A N.Y.P.D R.N.C W.T.O"

ABBREVIATIONS = frozenset(" ".join((MONTHS, DAYS, TITLES, STATES, NAMES, PLAIN, POINTED)).split())
"""Words whose point need not end a sentence."""

NUMBERED = frozenset(COUNTERS.split())
"""Words whose point does not end a sentence before a number, and does otherwise."""
