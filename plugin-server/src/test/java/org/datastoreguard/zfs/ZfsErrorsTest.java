package org.datastoreguard.zfs;

import static org.assertj.core.api.Assertions.assertThat;

import org.datastoreguard.error.ErrorCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZfsErrorsTest {
    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        cannot receive new filesystem stream: destination 'p/x' exists | TARGET_HAS_DATA
        must specify -F to overwrite it | TARGET_HAS_DATA
        cannot receive new filesystem stream: destination has snapshots (eg. p/x@a) | TARGET_WITHOUT_COMMON_SNAPSHOT
        cannot receive incremental stream: most recent snapshot of p/x does not | TARGET_DIVERGED
        match incremental source | TARGET_DIVERGED
        cannot receive incremental stream: destination p/x has been modified | TARGET_DIVERGED
        since most recent snapshot | TARGET_DIVERGED
        cannot receive incremental stream: destination already exists | TARGET_BUSY
        cannot receive new filesystem stream: destination p/x space quota exceeded. | TARGET_OUT_OF_SPACE
        cannot receive: out of space | TARGET_OUT_OF_SPACE
        cannot create 'p/x': out of space | TARGET_OUT_OF_SPACE
        destination p/x contains partially-complete state from "zfs receive -s". | RESUME_STATE_STALE
        cannot receive incremental stream: dataset is busy | TARGET_BUSY
        cannot receive new filesystem stream: checksum mismatch or incomplete stream. | STREAM_INTERRUPTED
        cannot receive: failed to read from stream | STREAM_INTERRUPTED
        internal error: warning: cannot send 'p/x@a': signal received | STREAM_INTERRUPTED
        warning: cannot send 'p/x@a': Broken pipe | STREAM_INTERRUPTED
        cannot resume send: 'p/x@a' used in the initial send no longer exists | RESUME_STATE_STALE
        cannot resume send: incremental source 0xabc no longer exists | RESUME_STATE_STALE
        cannot resume send: 'p/x@a' is no longer the same snapshot used in the initial send | RESUME_STATE_STALE
        cannot receive resume stream: kernel modules must be upgraded to receive this stream. | POOL_FEATURE_MISSING
        resume token is corrupt | RESUME_STATE_STALE
        incremental send stream requires -L (--large-block), to match previous receive. | POOL_FEATURE_MISSING
        cannot receive new filesystem stream: pool must be upgraded to receive this stream. | POOL_FEATURE_MISSING
        IV set guid mismatch. See the 'zfs receive' man page | TARGET_ENCRYPTION_MISMATCH
        cannot perform raw receive on top of existing unencrypted dataset | TARGET_ENCRYPTION_MISMATCH
        inherited key must be loaded | TARGET_ENCRYPTION_MISMATCH
        source key must be loaded | TARGET_ENCRYPTION_MISMATCH
        cannot send 'p/x': encryption key not loaded | TARGET_ENCRYPTION_MISMATCH
        warning: cannot send 'p/x@b': not an earlier snapshot from the same fs | SNAPSHOT_VANISHED
        warning: cannot send 'p/x@b': incremental source (@a) does not exist | SNAPSHOT_VANISHED
        cannot open 'p/x@a': dataset does not exist | SNAPSHOT_VANISHED
        cannot hold snapshot 'p/x@a': dataset does not exist | SNAPSHOT_VANISHED
        cannot open 'p/x': dataset does not exist | SOURCE_DATASET_MISSING
        cannot create 'p/x/y': parent does not exist | TARGET_PARENT_MISSING
        cannot receive new filesystem stream: permission denied | NAS_RIGHT_MISSING
        sudo: a password is required | NAS_RIGHT_MISSING
        sh: 1: zfs: not found | NAS_TOOL_MISSING
        something nobody has seen yet | ZFS_FAILED
        """)
    void namesWhatZfsComplainsAbout(String stderr, ErrorCode expected) {
        assertThat(ZfsErrors.classify(stderr)).isEqualTo(expected);
    }
}
