// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace nidus {

/// First statement of main(): makes glibc keep freed memory, because the page faults of fresh tensors cost a third of
/// the training time otherwise. Costs about 200 MB of peak memory in training. Nothing on other C libraries.
void tuneAllocator() noexcept;

/// Largest resident set of this process so far, bytes.
[[nodiscard]] long long peakResidentBytes() noexcept;

/// What this process can still take before the machine, or the control group (version 2) that it runs in, is short of
/// memory; bytes. The largest number where the system does not say.
[[nodiscard]] long long availableBytes() noexcept;

} // namespace nidus
