// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/imaging/axis_table.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace nidus {

/// A vector of zeros whose memory was asked for on huge pages.
template <class T>
[[nodiscard]] std::vector<T> largeVector(std::size_t count);

enum class Clip { None, Volume, EachPlane };

/// Separable resampling of one C-ordered volume, axis a by tables[a]. Clip::Volume keeps the result in the range of the
/// input. The intermediate lies in the memory of source or target, so the source is overwritten. T is float or double.
template <class T>
void resizeVolume(T* source, const std::array<AxisTable, 3>& tables, Clip clip, T* target, int threads);

/// Resizes slice slices[k] across `axis` of a volume of `shape` by the two tables of the other axes, in their order, to
/// slice k of the target; neighbouring equal entries are computed once. Clip::EachPlane keeps each result in the range
/// of its source slice.
template <class T>
void resizeSlices(const T* source, const std::array<std::int64_t, 3>& shape, std::size_t axis,
                  const std::vector<std::int64_t>& slices, const AxisTable& rows, const AxisTable& columns, Clip clip,
                  T* target, int threads);

/// Copies the volume with axis `from` moved to position `to`, the others in their order; `shape` is the source's.
template <class T>
void moveAxis(const T* source, const std::array<std::int64_t, 3>& shape, std::size_t from, std::size_t to, T* target);

} // namespace nidus
