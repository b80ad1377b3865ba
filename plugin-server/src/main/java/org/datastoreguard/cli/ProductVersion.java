package org.datastoreguard.cli;

import picocli.CommandLine.IVersionProvider;

/** The version the jar was built as. */
final class ProductVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = ProductVersion.class.getPackage().getImplementationVersion();
        return new String[] {"datastore-guard " + (version == null ? "(not packaged)" : version)};
    }
}
