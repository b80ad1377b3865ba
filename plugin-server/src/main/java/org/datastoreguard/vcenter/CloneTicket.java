package org.datastoreguard.vcenter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;

/** What is said and answered at the vSphere Client's address for clone tickets. Pure. */
final class CloneTicket {
    /** On the host of the SDK address; a vCenter serves both under one name. */
    static final String PATH = "/api/ui/vcenter/session/clone-ticket";

    static final String TOKEN_HEADER = "vmware-api-session-id";

    private static final ObjectMapper JSON = new ObjectMapper();

    private CloneTicket() {}

    static String request(String instanceUuid) throws JsonProcessingException {
        return JSON.writeValueAsString(Map.of("vc_guid", instanceUuid));
    }

    static String read(byte[] answer) throws IOException {
        try {
            JsonNode ticket = JSON.readTree(answer).path("session_clone_ticket");
            if (ticket.isTextual() && !ticket.asText().isEmpty()) {
                return ticket.asText();
            }
        } catch (JsonProcessingException e) {
            // Its message may quote the ticket.
        }
        throw new SoapReader.Unreadable("no clone ticket in the answer", null);
    }

    /** The vSphere Client does not know the session token. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        Refused(int status) {
            super("HTTP status " + status);
        }
    }
}
