// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/nnunet/json_fields.h"
#include "core/nnunet/plans.h"

#include <cstddef>

namespace nidus {

/// The network of a resolved configuration with `axes` spatial axes: from its "architecture" block or, without one,
/// from the flat keys of nnU-Net <= 2.2.1 (nnU-Net: plans_handler.py, ConfigurationManager). Throws as parsePlans.
[[nodiscard]] ArchitecturePlan architectureOf(const JsonFields& configuration, std::size_t axes);

} // namespace nidus
