from portal.domain.measures import measures_left_out


def test_what_a_wave_left_out_are_the_other_measures_of_the_same_kind() -> None:
    asked = ["plan.involved", "plan.communication", "plan.needs", "plan.provision"]
    assert measures_left_out(asked) == ("plan.outcomes",)
    assert measures_left_out(["review.satisfied"]) == ("review.involved", "review.adulthood")
    assert measures_left_out([]) == ()
