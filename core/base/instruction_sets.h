// SPDX-License-Identifier: Apache-2.0
#pragma once

// For inner loops that the compiler turns into vectors. A NIDUS_KERNEL function is compiled for several instruction
// sets and chosen when the library is loaded; what it calls must be NIDUS_INLINE. Sanitizers do not bear the
// indirection. A file of kernels is compiled without fused multiply-adds (its CMakeLists.txt), so that every set gives
// the same bits.
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__SANITIZE_ADDRESS__)                   \
    && !defined(__SANITIZE_THREAD__)
#define NIDUS_KERNEL __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define NIDUS_KERNEL
#endif
#define NIDUS_INLINE inline __attribute__((always_inline))
// Before a loop whose memory does not overlap, which the compiler cannot see.
#if defined(__GNUC__) && !defined(__clang__)
#define NIDUS_INDEPENDENT _Pragma("GCC ivdep")
#else
#define NIDUS_INDEPENDENT
#endif
