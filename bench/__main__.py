"""`make bench`: every measurement, one JSON object a line."""

from bench.installation import bring_council_in, installed
from bench.page_weight import measure_page_weight
from bench.plan_page import measure_plan_page
from bench.records_import import measure_records_import
from bench.reports import measure_reports
from bench.survey_journey import measure_survey_journey
from bench.survey_rush import measure_survey_rush
from bench.worklist import measure_worklist


def main() -> None:
    with installed() as installation:
        with installation.session() as session:
            bring_council_in(session, installation.folder / "records")
        measure_survey_journey(installation)
        measure_plan_page(installation)
        measure_worklist(installation)
        measure_page_weight(installation)
        measure_reports(installation)
    measure_records_import()
    measure_survey_rush()


if __name__ == "__main__":
    main()
