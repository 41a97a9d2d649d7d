"""What each respondent spends, per task and person, and which sums it enters (METHOD, sections 2 to 5)."""
