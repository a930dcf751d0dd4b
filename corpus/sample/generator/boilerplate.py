"""Passages that several plans share word for word, as handed down from guidance and shared consultants."""

THREE_GAPS = """
Every footprint has been asked to show how three gaps will be closed together by the end of the decade: the
gap in health and wellbeing, the gap in care and quality, and the gap in finance and efficiency. The three
cannot be closed one after another. A system that balances its books by letting care decline has closed
nothing, and a system that improves care without regard to its means will not be able to go on improving it.
[[finance context]]
"""

MODEL = """
Our financial model follows a common method. Each organisation's forecast out-turn for 2016/17 is rolled
forward on agreed assumptions for demand, prices and pay; the result, before any new action, is the do-nothing
position. Solutions are then entered once only, at the level at which they will be delivered, and are tested
for double counting by a peer system before the model is closed. [[finance delivery context]]
"""

EXTENDED_ACCESS = """
By March 2019 every registered patient will be able to see a general practice clinician in the evening of each
weekday and at some time on both days of the weekend, at their own practice or at one nearby, with at least 45
minutes of extra consultation time for every 1,000 people each week. [[general_practice delivery commitment]]
"""

NO_DECISION = """
Nothing in this document is a decision to close, move or reduce a service. Any proposal for a substantial
change will be developed with the people who use the service and the staff who provide it, tested against the
four national tests, and put to formal public consultation before a decision is taken by the responsible
governing bodies in public. [[engagement governance proposal]]
"""

HOME_FIRST = """
Ten days in a hospital bed can cost a person over eighty as much muscle as ten years of ageing. Home first
means that nobody is asked to decide about their long-term care from a hospital bed: assessment takes place at
home, with support in place from the day of discharge and a named co-ordinator for the first six weeks.
[[integrated_community_care proposal]]
"""
