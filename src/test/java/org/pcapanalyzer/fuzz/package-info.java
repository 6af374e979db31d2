/**
 * What the fuzz targets share. The targets themselves are the classes {@code ...FuzzTest} in the packages of what they test;
 * docs/fuzzing.md says how they are run and what they hold.
 */
package org.pcapanalyzer.fuzz;
