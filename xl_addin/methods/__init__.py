"""The method of the cost survey as pure functions: tables in, new tables out; no file, clock, workbook or global."""
