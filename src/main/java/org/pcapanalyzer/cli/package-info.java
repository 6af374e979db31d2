/**
 * The command line: parses arguments, runs the steps in order, prints. The only package that prints, and {@link
 * org.pcapanalyzer.cli.Main} the only class that ends the process. Start reading at {@link
 * org.pcapanalyzer.cli.Analysis}: the whole product in one loop.
 */
package org.pcapanalyzer.cli;
