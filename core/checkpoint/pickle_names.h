// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/checkpoint/pickle_graph.h"

#include <optional>
#include <string_view>

namespace nidus {

/// The node for a GLOBAL of the stream, whose "module\nname" must be in the table letter by letter; nothing else exists
/// for the reader.
[[nodiscard]] std::optional<PickleNode> knownPickleName(std::string_view moduleAndName);

} // namespace nidus
