// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace nidus {

/// The document of `inspect --json` for a plans.json alone: what one configuration would build, no tensors. An empty
/// `configuration` chooses 3d_fullres, else the only one. Throws Error PLN-..., MDL-002, MDL-003.
[[nodiscard]] std::string inspectPlansJson(const std::filesystem::path& plans, const std::string& configuration);

/// A document of inspect (any kind) for people: several lines of text. Throws Error BAS-003 when it is none.
[[nodiscard]] std::string inspectTextOf(const std::string& inspectDocument);

} // namespace nidus
