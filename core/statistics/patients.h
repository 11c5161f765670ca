// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace nidus {

/// The cases of each patient, patients in the order of first appearance. A case without a patient is one of its own:
/// two unknowns are not one person.
[[nodiscard]] std::vector<std::vector<std::size_t>> casesOfPatients(std::span<const std::string> patients);

} // namespace nidus
