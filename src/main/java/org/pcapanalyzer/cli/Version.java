package org.pcapanalyzer.cli;

/** Version of the program, as in the manifest of its jar. */
final class Version {
    private Version() {}

    static String get() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
