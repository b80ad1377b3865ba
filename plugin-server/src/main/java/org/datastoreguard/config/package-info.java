/** The YAML configuration, read and validated. */
@NullMarked
package org.datastoreguard.config;

import org.jspecify.annotations.NullMarked;
