// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/imaging/phantom.h"
#include "core/project/series_reader.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

/// A phantom series in a folder, whose files tests change as scanners and copying programs do.
class PhantomSeries {
public:
    PhantomSeries(const std::filesystem::path& folder, nidus::AcquisitionPlane plane);

    [[nodiscard]] const nidus::Volume& volume() const noexcept { return m_volume; }
    [[nodiscard]] const std::filesystem::path& folder() const noexcept { return m_folder; }
    /// File of a slice, counted from 0 along the stack.
    [[nodiscard]] std::filesystem::path file(int slice) const;
    [[nodiscard]] int slices() const { return static_cast<int>(m_volume.shape.z); }

    /// Sets elements (keyword -> text; an empty text removes the element) of one file.
    void change(int slice, const std::map<std::string, std::string>& elements) const;
    void changeAll(const std::map<std::string, std::string>& elements) const;
    /// Moves a slice along the stack and within its plane, in mm.
    void moveSlice(int slice, double alongRow, double alongColumn, double alongNormal) const;
    /// Rewrites all files compressed; the method is "RLE".
    void compress(const std::string& method) const;

private:
    std::filesystem::path m_folder;
    nidus::Volume m_volume;
};

/// Whether `slice` is the one in the middle of `volume`, at its place.
[[nodiscard]] bool isMiddleOf(const nidus::Volume& slice, const nidus::Volume& volume);

/// All codes of a series' problems, in order, separated by blanks.
[[nodiscard]] std::string codesOf(const nidus::SeriesInfo& series);

/// The code of the error that `call` throws; "none" if it does not.
template <class Call>
std::string codeOf(Call&& call) {
    try {
        call();
    } catch (const nidus::Error& error) {
        return error.code();
    }
    return "none";
}
