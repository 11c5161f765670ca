// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/files.h"
#include "core/project/series_reader.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nidus::test {

/// Stands for the readers of dicom/: knows the series that a test gave it and reads nothing but whether their files are
/// still there.
class FakeSeriesReader : public SeriesReader {
public:
    struct Item {
        SeriesInfo info;
        Volume volume;
        std::optional<Error> failure; ///< thrown by read()
    };

    int reads = 0;

    /// A volume of one value per voxel, so that tests know every number.
    static Volume volume(Shape shape, float value, Spacing spacing = {1, 1, 1}) {
        Volume result;
        result.shape = shape;
        result.spacing = spacing;
        result.voxels.assign(shape.voxels(), value);
        return result;
    }

    /// A series in one file at `path`, which is created; several series may share a path.
    Item& add(const std::filesystem::path& path, const Volume& content, const std::string& uid = {}) {
        std::filesystem::create_directories(path.parent_path());
        if (!std::filesystem::exists(path))
            writeFileAtomically(path, "image " + path.filename().string());
        Item item;
        item.volume = content;
        item.info.source = {
            uid.empty() ? path.filename().string() : uid, std::to_string(m_items[path].size()), {path}, {}};
        if (m_items[path].empty())
            item.info.source.part.clear();
        item.info.format = uid.empty() ? "NIfTI" : "DICOM";
        item.info.shape = content.shape;
        item.info.spacing = content.spacing;
        item.info.frames = 1;
        item.info.orientation = "LPS";
        m_items[path].push_back(std::move(item));
        return m_items[path].back();
    }

    /// A file that no reader takes.
    void addUnassigned(const std::filesystem::path& path, const std::string& code, const std::string& text) {
        std::filesystem::create_directories(path.parent_path());
        writeFileAtomically(path, std::string("no image"));
        m_unassigned.push_back({path, code, text});
    }

    [[nodiscard]] ScanReport scan(const std::vector<std::filesystem::path>& paths, const JobControl& control) override {
        ScanReport report;
        for (const std::filesystem::path& path : paths) {
            control.poll();
            if (!std::filesystem::exists(path))
                throw Error("DCM-050", path.string() + " does not exist.");
            for (const auto& [file, items] : m_items)
                if (isBelow(file, path))
                    for (const Item& item : items)
                        report.series.push_back(item.info);
            for (const UnassignedFile& file : m_unassigned)
                if (isBelow(file.path, path))
                    report.unassigned.push_back(file);
        }
        report.files = static_cast<int>(report.series.size() + report.unassigned.size());
        return report;
    }

    [[nodiscard]] Volume read(const SeriesSource& source, const JobControl& control) override {
        control.poll();
        ++reads;
        const std::filesystem::path& path = source.files.at(0);
        if (!std::filesystem::exists(path))
            throw Error("FIL-001", path.string() + " does not exist.");
        for (const Item& item : m_items.at(path))
            if (item.info.source.part == source.part) {
                if (item.failure)
                    throw *item.failure;
                return item.volume;
            }
        throw Error("DCM-002", path.string() + " is damaged.");
    }

    [[nodiscard]] Volume readMiddleSlice(const SeriesSource& source, const JobControl& control) override {
        Volume slice = read(source, control);
        const std::size_t voxels = static_cast<std::size_t>(slice.shape.y * slice.shape.x);
        const auto begin =
            slice.voxels.begin() + static_cast<std::ptrdiff_t>(slice.shape.z / 2) * slice.shape.y * slice.shape.x;
        slice.voxels = {begin, begin + static_cast<std::ptrdiff_t>(voxels)};
        slice.shape.z = 1;
        return slice;
    }

    /// What a test put into `headers`, by the first file.
    std::map<std::filesystem::path, std::string> headers;

    [[nodiscard]] std::vector<std::string> headerTexts(const SeriesSource& source,
                                                       const std::vector<std::string>& elements) override {
        for (const std::string& element : elements)
            if (element != "PatientSex")
                throw Error("DCM-053", "There is no element " + element + ".");
        if (!std::filesystem::exists(source.files.at(0)))
            throw Error("FIL-001", source.files.at(0).string() + " does not exist.");
        return std::vector<std::string>(elements.size(), headers[source.files.at(0)]);
    }

private:
    static bool isBelow(const std::filesystem::path& file, const std::filesystem::path& path) {
        return file.string() == path.string() || file.string().starts_with(path.string() + "/");
    }

    std::map<std::filesystem::path, std::vector<Item>> m_items;
    std::vector<UnassignedFile> m_unassigned;
};

} // namespace nidus::test
