package org.datastoreguard.lab;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts or re-uses the lab once per test run, gives it to tests, and clears up after each. */
final class LabExtension implements ParameterResolver, AfterEachCallback {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(LabExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Lab.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return lab(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        lab(context).clean();
    }

    /** Kept at the root, so that all classes share it; JUnit closes it at the end. */
    private static Lab lab(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).computeIfAbsent(Lab.class, type -> Lab.up(), Lab.class);
    }
}
