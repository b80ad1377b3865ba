package org.datastoreguard.lab;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts or re-uses the lab once per Java process, gives it to tests, and clears up after each. */
final class LabExtension implements ParameterResolver, AfterEachCallback {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Lab.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return Shared.LAB;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Shared.LAB.clean();
    }

    /** One for all classes of this Java process, which surefire hands to JUnit one by one, each as a run of its own. */
    private static final class Shared {
        private static final Lab LAB = Lab.up();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(LAB::close, "lab-close"));
        }
    }
}
