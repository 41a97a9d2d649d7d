# The same job as the pandas peers of run_peers.py: read filled workbooks, weight, ten tables. Arguments: places.csv, frame.csv, files.
suppressPackageStartupMessages({library(readxl); library(survey)})
arguments <- commandArgs(TRUE)
places <- read.csv(arguments[1], colClasses = "character")
frame <- read.csv(arguments[2])
files <- arguments[-(1:2)]
read_one <- function(file) {
  values <- setNames(rep(NA_character_, nrow(places)), places$id)
  for (sheet in unique(places$sheet)) {
    here <- which(places$sheet == sheet)
    cells <- suppressMessages(as.matrix(read_excel(file, sheet, col_names = FALSE, col_types = "text", range = cell_limits(c(1, 1), c(NA, NA)))))
    at <- cbind(as.integer(places$row[here]), as.integer(places$column[here]))
    inside <- at[, 1] <= nrow(cells) & at[, 2] <= ncol(cells)
    values[here[inside]] <- cells[at[inside, , drop = FALSE]]
  }
  c(code = regmatches(basename(file), regexpr("GM[0-9]{4}", basename(file))), values)
}
answers <- as.data.frame(do.call(rbind, lapply(files, read_one)))
numeric <- places$id[places$numeric == "1"]
answers[numeric] <- lapply(answers[numeric], function(column) suppressWarnings(as.numeric(column)))
size <- function(inhabitants) cut(inhabitants, c(0, 30000, 80000, 250000, Inf), right = FALSE)
answers <- merge(answers, frame, by = "code")
answers$size <- size(answers$inwoners)
answers$persons <- answers$asiel_begeleid + answers$gezin_begeleid
persons <- tapply(frame$asiel_begeleid + frame$gezin_begeleid, size(frame$inwoners), sum)
there <- tapply(answers$persons, answers$size, sum)
answers$weight <- as.numeric(persons[as.character(answers$size)] / there[as.character(answers$size)])
design <- svydesign(ids = ~1, weights = ~weight, data = answers)
for (name in head(numeric[colSums(!is.na(answers[numeric])) > 5], 10)) {
  answers$figure <- answers[[name]]
  some <- subset(update(design, figure = ifelse(is.na(answers[[name]]), 0, answers[[name]])), TRUE)
  print(svyby(~figure, ~size, some, denominator = ~persons, FUN = svyratio, vartype = "se", keep.var = TRUE))
}
