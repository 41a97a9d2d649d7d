"""The presentation and the annex of a survey: PowerPoint and Word, in the style of the workbooks."""
