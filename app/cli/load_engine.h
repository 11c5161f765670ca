// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/engine.h"

#include <memory>

namespace nidus::cli {

/// The one that computes; why a LibTorch of the user's own was passed over goes to stderr. Throws as
/// loadComputeEngine().
[[nodiscard]] std::shared_ptr<ComputeEngine> loadEngine();

} // namespace nidus::cli
