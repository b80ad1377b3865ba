// The vSphere Client has its SDK at this address; outside the client there is none.
