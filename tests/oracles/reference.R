# Reference weights and standard errors by the R package survey (Lumley), for tests/xl_addin/methods/test_against_r.py.
# `Rscript reference.R` in this folder reads units.csv and totals.csv (made up) and writes weights.csv, tight.csv and errors.csv.

library(survey)
options(survey.replicates.mse = TRUE, digits = 17)

units <- read.csv("units.csv", stringsAsFactors = FALSE)
totals <- read.csv("totals.csv", stringsAsFactors = FALSE, colClasses = c(class = "character"))
units$a <- factor(units$a)
units$b <- factor(units$b)
units$base_size <- units$base * units$size
tight <- list(epsilon = 1e-13, maxit = 500)

# --- totals in the shapes that survey wants ------------------------------------------------------------------------

margin <- function(measure, name) {
  rows <- totals[totals$measure == measure & totals$factor == name, ]
  setNames(data.frame(factor(rows$class, levels(units[[name]])), rows$total), c(name, "Freq"))
}

population <- function(measure, figure = FALSE) {
  a <- margin(measure, "a")
  b <- margin(measure, "b")
  vector <- c("(Intercept)" = sum(a$Freq))
  for (part in list(a, b)) {
    ordered <- part[match(levels(part[[1]]), part[[1]]), ]
    names <- paste0(names(part)[1], ordered[[1]])
    vector <- c(vector, setNames(ordered$Freq, names)[-1])
  }
  if (figure) vector <- c(vector, density = totals$total[totals$measure == measure & totals$factor == "density"])
  vector
}

# --- designs -------------------------------------------------------------------------------------------------------

equal <- svydesign(~1, weights = rep(6, nrow(units)), data = units)
srs <- svydesign(~1, weights = ~base, data = units)
stratified <- svydesign(~1, strata = ~stratum, weights = ~base, fpc = ~population, data = units)
lonely <- svydesign(~1, strata = ~lonely, weights = ~base, fpc = ~population_lonely, data = units)
sized <- svydesign(~1, strata = ~stratum, weights = ~base_size, fpc = ~population, data = units)

linear <- function(design, measure, figure = FALSE, ...) {
  formula <- if (figure) ~ a + b + density else ~ a + b
  calibrate(design, formula, population(measure, figure), epsilon = 1e-13, maxit = 500, ...)
}

calibrated <- list(
  post = postStratify(stratified, ~a, margin("count", "a")),
  rake = rake(srs, list(~a, ~b), list(margin("count", "a"), margin("count", "b")), control = tight),
  linear = linear(stratified, "count"),
  linear_figure = linear(stratified, "count", figure = TRUE),
  linear_bounded = linear(srs, "count", figure = TRUE, calfun = "linear", bounds = c(0.3, 1.9)),
  raking = linear(stratified, "count", calfun = "raking"),
  raking_figure = linear(stratified, "count", figure = TRUE, calfun = "raking"),
  logit = linear(stratified, "count", calfun = "logit", bounds = c(0.3, 1.7)),
  logit_figure = linear(srs, "count", figure = TRUE, calfun = "logit", bounds = c(0.3, 2)),
  size_post = postStratify(sized, ~a, margin("size", "a")),
  size_linear = linear(sized, "size"),
  size_raking = linear(sized, "size", figure = TRUE, calfun = "raking")
)

# With a size measure survey weights units of size 1: our weight is theirs / size.
weight_rows <- lapply(names(calibrated), function(name) {
  weight <- weights(calibrated[[name]])
  if (startsWith(name, "size_")) weight <- weight / units$size
  data.frame(case = name, unit = units$unit, weight = trimws(format(weight, digits = 17)))
})
write.csv(do.call(rbind, weight_rows), "weights.csv", row.names = FALSE, quote = FALSE)

# --- bounds just wider than the narrowest that work: does survey find weights? --------------------------------------

found <- function(calfun) {
  made <- try(suppressWarnings(linear(srs, "count", figure = TRUE, calfun = calfun, bounds = c(0.469, 1.602))), silent = TRUE)
  data.frame(distance = calfun, solved = !inherits(made, "try-error"))
}
write.csv(do.call(rbind, lapply(c("linear", "raking", "logit"), found)), "tight.csv", row.names = FALSE, quote = FALSE)

# --- errors --------------------------------------------------------------------------------------------------------

one <- function(name, figure, result, df, deff = NA) {
  data.frame(case = name, figure = figure, value = as.numeric(coef(result)), se = as.numeric(SE(result)), df = df,
             deff = as.numeric(deff))
}

# the ratio of class hoog - that of class laag, from totals of the parts (or on every replicate)
between <- function(design) {
  ratio <- function(w, data, name) sum(w * data$y * (data$a == name)) / sum(w * data$x * (data$a == name))
  if (inherits(design, "svyrep.design")) {
    return(withReplicates(design, function(w, data) ratio(w, data, "hoog") - ratio(w, data, "laag")))
  }
  design <- update(design, yh = y * (a == "hoog"), xh = x * (a == "hoog"), yl = y * (a == "laag"), xl = x * (a == "laag"))
  svycontrast(svytotal(~ yh + xh + yl + xl, design), quote(yh / xh - yl / xl))
}

# svytotal gives re-calibrated JKn replicates an error that does not follow from them; withReplicates does
sum_of_y <- function(design, classes = c("hoog", "laag", "midden"), effect = FALSE) {
  if (inherits(design, "svyrep.design")) {
    return(withReplicates(design, function(w, data) sum(w * data$y * (data$a %in% classes))))
  }
  svytotal(~y, subset(design, a %in% classes), deff = effect)
}

figures <- function(name, design, effect = FALSE) {
  high <- subset(design, a == "hoog")
  total <- sum_of_y(design, effect = effect)
  mean <- svymean(~y, design, deff = effect)
  all_df <- degf(design)
  rbind(
    one(name, "total", total, all_df, if (effect == FALSE) NA else deff(total)),
    one(name, "mean", mean, all_df, if (effect == FALSE) NA else deff(mean)),
    one(name, "ratio", svyratio(~y, ~x, design), all_df),
    one(name, "domain_total", sum_of_y(design, "hoog"), degf(high)),
    one(name, "domain_mean", svymean(~y, high), degf(high)),
    one(name, "domain_ratio", svyratio(~y, ~x, high), degf(high)),
    one(name, "difference", between(design), degf(subset(design, a != "midden")))
  )
}

# survey keeps no finite population correction for replicate weights beyond the scale it gives them
replicate <- function(design, type) {
  calibrate(as.svrepdesign(design, type = type, compress = FALSE), ~ a + b, population("count"), epsilon = 1e-13, compress = FALSE)
}

# with a size measure: the variable per unit of size, since survey's weights hold the size
per_size <- function(name, design) {
  design <- update(design, y = y / size, x = x / size)
  keep <- figures(name, design)
  keep[keep$figure %in% c("total", "ratio", "domain_total", "domain_ratio", "difference"), ]
}

errors <- list(figures("equal", equal, effect = "replace"), figures("srs", srs), figures("stratified", stratified, effect = TRUE))
for (name in c("post", "linear", "linear_figure", "raking", "raking_figure", "logit")) {
  errors <- c(errors, list(figures(name, calibrated[[name]])))
}
for (name in c("size_post", "size_linear", "size_raking")) errors <- c(errors, list(per_size(name, calibrated[[name]])))
for (rule in c("certainty", "adjust", "average")) {
  options(survey.lonely.psu = rule)
  errors <- c(errors, list(figures(paste0("lonely_", rule), lonely)))
}
options(survey.lonely.psu = "fail")
errors <- c(errors, list(figures("jk1", replicate(equal, "JK1")), figures("jkn", replicate(stratified, "JKn"))))

table <- do.call(rbind, errors)
for (column in c("value", "se", "deff")) table[[column]] <- trimws(format(table[[column]], digits = 17))
write.csv(table, "errors.csv", row.names = FALSE, quote = FALSE)
