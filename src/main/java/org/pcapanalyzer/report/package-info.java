/**
 * Tells a diagnosis as a post-mortem: HTML, Markdown, JSON, small captures of the frames that prove each incident, and
 * the lines for the terminal.
 *
 * <p>Reads the finished database and, in a second selective pass, the capture. Start at {@link
 * org.pcapanalyzer.report.ReportWriter}: {@link org.pcapanalyzer.report.ModelBuilder} makes {@link
 * org.pcapanalyzer.report.ReportModel}, which is report.json; {@link org.pcapanalyzer.report.ViewBuilder} makes of it
 * {@link org.pcapanalyzer.report.ReportView}, which is what the templates print. Templates do not compute.
 *
 * <p>Every string of a capture is hostile. It is cut and made visible by {@link org.pcapanalyzer.report.VisibleText} and
 * escaped by the output format of its template, never by hand.
 *
 * <p>The timeline is an SVG that {@link org.pcapanalyzer.report.TimelineBuilder} lays out: no script, so the page allows
 * none, prints, and is 40 kB instead of 1 MB with a chart library inside.
 */
package org.pcapanalyzer.report;
