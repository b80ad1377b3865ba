/** What all resources share: who is asking, problem documents, versions, pages, repeated requests. */
@NullMarked
package org.datastoreguard.api.http;

import org.jspecify.annotations.NullMarked;
