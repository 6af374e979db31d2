package org.pcapanalyzer.store;

/**
 * A column of a query's result.
 *
 * @param isNumber whether its values are numbers
 */
record ResultColumn(String name, boolean isNumber) {}
