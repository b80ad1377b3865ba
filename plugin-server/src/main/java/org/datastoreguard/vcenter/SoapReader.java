package org.datastoreguard.vcenter;

import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.MethodFault;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.rmi.RemoteException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads one SOAP answer into vijava's classes, as it streams by. For one answer, one thread.
 *
 * <p>Stands in for vijava's own parser, which resolves external entities and fails on every member it does not know. Here
 * a document type is refused, what is unknown or malformed in a single member is passed over and recorded, and only a
 * broken envelope fails the whole answer.
 */
final class SoapReader {
    private static final int MAX_DEPTH = 100;

    private final VimTypes types;
    private final XMLStreamReader xml;

    SoapReader(VimTypes types, InputStream answer) throws Unreadable {
        this.types = types;
        try {
            this.xml = factory().createXMLStreamReader(answer);
        } catch (XMLStreamException e) {
            throw new Unreadable("not XML", e);
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        return factory;
    }

    /** The bytes are no SOAP answer. */
    static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1L;

        Unreadable(String what, @Nullable Throwable cause) {
            super(what, cause);
        }
    }

    /**
     * The answer's value; null when it is empty or {@code returnType} is null.
     *
     * @param returnType as vijava's stubs name it, such as {@code ObjectContent[]}
     * @throws MethodFault the typed fault that vCenter answered with; its {@code detail} is a {@link FaultText}
     * @throws FaultText a fault of a type that vijava does not know
     * @throws Unreadable the answer is no SOAP or ends too early
     */
    @Nullable
    Object read(@Nullable String returnType) throws RemoteException, Unreadable {
        try {
            enterBody();
            boolean fault = xml.getLocalName().equals("Fault");
            Object value = fault ? fault() : returnval(returnType);
            drain();
            if (fault && value instanceof RemoteException thrown) {
                throw thrown;
            }
            return value;
        } catch (XMLStreamException | IllegalStateException e) {
            throw new Unreadable("not a SOAP answer", e);
        }
    }

    private void enterBody() throws XMLStreamException, Unreadable {
        expect("Envelope");
        xml.nextTag();
        if (xml.isStartElement() && xml.getLocalName().equals("Header")) {
            skip();
            xml.nextTag();
        }
        if (!xml.isStartElement()
                || !xml.getLocalName().equals("Body")
                || xml.nextTag() != XMLStreamReader.START_ELEMENT) {
            throw new Unreadable("no SOAP body", null);
        }
    }

    private void expect(String name) throws XMLStreamException, Unreadable {
        if (xml.nextTag() != XMLStreamReader.START_ELEMENT
                || !xml.getLocalName().equals(name)) {
            throw new Unreadable("no SOAP " + name, null);
        }
    }

    private void drain() throws XMLStreamException {
        while (xml.hasNext()) {
            xml.next();
        }
    }

    private @Nullable Object returnval(@Nullable String returnType) throws XMLStreamException {
        if (returnType == null) {
            skip();
            return null;
        }
        Class<?> type = types.returned(returnType);
        List<Object> values = new ArrayList<>();
        while (xml.nextTag() == XMLStreamReader.START_ELEMENT) {
            value(type.isArray() ? type.getComponentType() : type, 0).ifPresent(values::add);
        }
        if (values.isEmpty()) {
            return null;
        }
        return type.isArray() ? array(type.getComponentType(), values) : values.get(0);
    }

    private RemoteException fault() throws XMLStreamException {
        String text = "";
        String type = "";
        MethodFault typed = null;
        while (xml.nextTag() == XMLStreamReader.START_ELEMENT) {
            switch (xml.getLocalName()) {
                case "faultstring" -> text = xml.getElementText();
                case "detail" -> {
                    while (xml.nextTag() == XMLStreamReader.START_ELEMENT) {
                        type = faultType();
                        typed = fault(type);
                    }
                }
                default -> skip();
            }
        }
        FaultText words = new FaultText(type, text);
        if (typed == null) {
            return words;
        }
        typed.detail = words;
        return typed;
    }

    private String faultType() {
        String stated = xml.getAttributeValue(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI, "type");
        return stated == null ? xml.getLocalName().replaceFirst("Fault$", "") : local(stated);
    }

    private @Nullable MethodFault fault(String type) throws XMLStreamException {
        Optional<Class<?>> known = types.vim(type).filter(MethodFault.class::isAssignableFrom);
        if (known.isEmpty()) {
            skip();
            return null;
        }
        return (MethodFault) object(known.get(), 0).orElse(null);
    }

    /** The element under the cursor as a value of the declared type or the subtype it names itself. */
    private Optional<Object> value(Class<?> declared, int depth) throws XMLStreamException {
        Optional<Class<?>> actual = actualType(declared);
        if (actual.isEmpty()) {
            skip();
            return Optional.empty();
        }
        Class<?> type = actual.get();
        if (type == ManagedObjectReference.class) {
            String of = xml.getAttributeValue(null, "type");
            return leaf(type, text -> Scalars.reference(of == null ? "" : of, text));
        } else if (type.isEnum()) {
            return leaf(type, text -> Scalars.constant(type, text));
        } else if (VimTypes.isScalar(type)) {
            return leaf(type, text -> Scalars.parse(type, text));
        }
        return object(type, depth);
    }

    private Optional<Class<?>> actualType(Class<?> declared) {
        String stated = xml.getAttributeValue(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI, "type");
        if (stated == null) {
            return concrete(declared);
        }
        int colon = stated.indexOf(':');
        String space = colon < 0 ? null : xml.getNamespaceURI(stated.substring(0, colon));
        if (XMLConstants.W3C_XML_SCHEMA_NS_URI.equals(space)) {
            return VimTypes.isScalar(declared) ? Optional.of(declared) : types.basic(local(stated));
        }
        Optional<Class<?>> known = types.vim(local(stated));
        return known.isPresent() && declared.isAssignableFrom(known.get()) ? known : concrete(declared);
    }

    /** An unknown subtype is still read as what it is a kind of. */
    private static Optional<Class<?>> concrete(Class<?> declared) {
        return declared == Object.class ? Optional.empty() : Optional.of(declared);
    }

    private static String local(String qualified) {
        return qualified.substring(qualified.indexOf(':') + 1);
    }

    private interface Parse {
        Object apply(String text);
    }

    private Optional<Object> leaf(Class<?> type, Parse parse) throws XMLStreamException {
        String element = xml.getLocalName();
        String text = xml.getElementText();
        try {
            return Optional.of(parse.apply(text));
        } catch (IllegalArgumentException e) {
            types.record("no value of " + type.getSimpleName() + " in " + element);
            return Optional.empty();
        }
    }

    private Optional<Object> object(Class<?> known, int depth) throws XMLStreamException {
        Class<?> type = VimTypes.newest(known);
        if (depth > MAX_DEPTH) {
            throw new XMLStreamException("nested too deeply");
        }
        Optional<Object> made = instance(type);
        if (made.isEmpty()) {
            skip();
            return made;
        }
        Map<Field, List<Object>> lists = new LinkedHashMap<>();
        while (xml.nextTag() == XMLStreamReader.START_ELEMENT) {
            Optional<Field> member = types.member(type, xml.getLocalName());
            if (member.isEmpty()) {
                skip();
            } else if (member.get().getType().isArray()) {
                List<Object> list = lists.computeIfAbsent(member.get(), f -> new ArrayList<>());
                value(member.get().getType().getComponentType(), depth + 1).ifPresent(list::add);
            } else {
                Optional<Object> value = value(member.get().getType(), depth + 1);
                value.ifPresent(v -> set(member.get(), made.get(), v));
            }
        }
        lists.forEach(
                (field, values) -> set(field, made.get(), array(field.getType().getComponentType(), values)));
        return made;
    }

    private Optional<Object> instance(Class<?> type) {
        try {
            return Optional.of(type.getConstructor().newInstance());
        } catch (ReflectiveOperationException e) {
            types.record("no object of " + type.getSimpleName());
            return Optional.empty();
        }
    }

    private static void set(Field field, Object target, Object value) {
        try {
            field.set(target, value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("public members are writable", e);
        }
    }

    private static Object array(Class<?> component, List<Object> values) {
        Object array = Array.newInstance(component, values.size());
        for (int i = 0; i < values.size(); i++) {
            Array.set(array, i, values.get(i));
        }
        return array;
    }

    /** Passes over the element under the cursor and all it holds. */
    private void skip() throws XMLStreamException {
        for (int open = 1; open > 0; ) {
            int event = xml.next();
            open += event == XMLStreamReader.START_ELEMENT ? 1 : event == XMLStreamReader.END_ELEMENT ? -1 : 0;
        }
    }
}
