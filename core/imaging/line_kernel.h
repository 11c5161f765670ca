// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/imaging/axis_table.h"

#include <cstdint>
#include <vector>

namespace nidus {

/// Results are clipped to [low, high].
template <class T>
struct Limits {
    T low, high;
};

/// Memory that the kernels work in; grows on demand, one per thread.
template <class T>
using Scratch = std::vector<T>;

/// Many lines side by side: element i of line w is source[i * sourceStride + w], w < width. Each is resampled by the
/// table (not an identity) to target[k * targetStride + w]. T is float or double. The result does not depend on how
/// lines are grouped, nor on the processor. `range`, if given, is widened to hold every value of the source, which
/// costs less here, where they are in the cache, than in a pass of its own. The target may be where the source is if
/// the strides are equal.
template <class T>
void resampleColumns(const T* source, std::int64_t sourceStride, std::int64_t width, const AxisTable& table, T* target,
                     std::int64_t targetStride, Limits<T> limits, Scratch<T>& scratch, Limits<T>* range = nullptr);

/// The same for lines whose elements are neighbours: element i of line r is source[r * sourceStride + i], r < rows.
template <class T>
void resampleRows(const T* source, std::int64_t sourceStride, std::int64_t rows, const AxisTable& table, T* target,
                  std::int64_t targetStride, Limits<T> limits, Scratch<T>& scratch);

} // namespace nidus
