// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/imaging/axis_table.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace nidus {

/// Uninitialised memory for large intermediates; on huge pages where the system offers them, since touching fresh
/// pages costs more than the arithmetic.
template <class T>
class LargeBuffer {
public:
    explicit LargeBuffer(std::size_t count);
    [[nodiscard]] T* data() const noexcept { return m_data.get(); }

private:
    std::unique_ptr<T[]> m_data;
};

/// A vector of zeros whose memory was asked for on huge pages.
template <class T>
[[nodiscard]] std::vector<T> largeVector(std::size_t count);

enum class Clip { None, Volume, EachPlane };

/// Separable resampling of one C-ordered volume, axis a by tables[a]. Clip::Volume keeps the result in the range of the
/// input. T is float or double.
template <class T>
void resizeVolume(const T* source, const std::array<AxisTable, 3>& tables, Clip clip, T* target, int threads);

/// Resizes planes[k] of the source (planes of rows.sizeIn x columns.sizeIn) to plane k of the target, for each k;
/// neighbouring equal entries are computed once. Clip::EachPlane keeps each result in the range of its source plane.
template <class T>
void resizePlanes(const T* source, const std::vector<std::int64_t>& planes, const AxisTable& rows,
                  const AxisTable& columns, Clip clip, T* target, int threads);

/// Resamples along the first axis only; `planeSize` elements per plane.
template <class T>
void resizeFirstAxis(const T* source, std::int64_t planeSize, const AxisTable& table, T* target, int threads);

/// Copies the volume with axis `from` moved to position `to`, the others in their order; `shape` is the source's.
template <class T>
void moveAxis(const T* source, const std::array<std::int64_t, 3>& shape, std::size_t from, std::size_t to, T* target);

} // namespace nidus
