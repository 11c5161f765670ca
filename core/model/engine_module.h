// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace nidus {

class ComputeEngine;

/// The C functions that libnidus_torch exports and loadComputeEngine() looks up.
using EngineApiVersionFunction = int();
using CreateEngineFunction = ComputeEngine*(); ///< the caller owns what it returns
inline constexpr char kEngineApiVersionSymbol[] = "nidusEngineApiVersion";
inline constexpr char kCreateEngineSymbol[] = "nidusCreateEngine";

} // namespace nidus
