// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

/// Resampling as scipy does it, in double, line by line and without any of the short cuts of core/imaging: what the
/// fast code is held against.
namespace nidus::slow {

using Line = std::vector<double>;

/// One line of scipy's zoom(grid_mode=True, mode='nearest') of order 0, 1 or 3, unclipped.
[[nodiscard]] Line bruteForce(const Line& x, std::size_t n, int order);

/// Resizes axis `axis` of a C-ordered volume to n with order 3; `shape` becomes the new one.
[[nodiscard]] Line bruteForceAxis(const Line& volume, std::array<std::int64_t, 3>& shape, std::size_t axis,
                                  std::int64_t n);

/// `values` clipped to the range of `range`.
[[nodiscard]] Line clippedTo(Line values, const Line& range);

} // namespace nidus::slow
