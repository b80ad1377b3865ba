/** The lab as tests see it: two real OpenZFS machines and a vCenter, started or re-used by a JUnit extension. */
@NullMarked
package org.datastoreguard.lab;

import org.jspecify.annotations.NullMarked;
