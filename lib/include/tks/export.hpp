#pragma once

/// Marks what libtks exports; everything else stays hidden.
#if defined(_WIN32)
#error "tksctl is built for POSIX systems"
#endif
#define TKS_API __attribute__((visibility("default")))
