// SPDX-License-Identifier: Apache-2.0
#include "tests/dicom/series_support.h"

#include "core/base/error.h"
#include "dicom/phantom_writer.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcrleerg.h>
#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <stdexcept>

using namespace nidus;
namespace fs = std::filesystem;

namespace {

template <class Change>
void rewrite(const fs::path& path, Change&& change) {
    DcmFileFormat file;
    if (file.loadFile(path.c_str()).bad())
        throw std::runtime_error("cannot load " + path.string());
    file.loadAllDataIntoMemory();
    const E_TransferSyntax syntax = change(*file.getDataset());
    if (file.saveFile(path.c_str(), syntax).bad())
        throw std::runtime_error("cannot save " + path.string());
}

} // namespace

PhantomSeries::PhantomSeries(const fs::path& folder, AcquisitionPlane plane) : m_folder(folder) {
    const Phantom phantom = makePhantom(0, {});
    dicom::writePhantomSeries(folder, phantom, plane, 1);
    m_volume = acquiredIn(phantom.image, plane);
}

fs::path PhantomSeries::file(int slice) const {
    char name[32];
    std::snprintf(name, sizeof name, "IM%04d.dcm", slice + 1);
    return m_folder / name;
}

void PhantomSeries::change(int slice, const std::map<std::string, std::string>& elements) const {
    rewrite(file(slice), [&](DcmDataset& data) {
        for (const auto& [keyword, text] : elements) {
            DcmTag tag;
            if (DcmTag::findTagFromName(keyword.c_str(), tag).bad())
                throw std::runtime_error("no element " + keyword);
            if (text.empty())
                data.findAndDeleteElement(tag);
            else if (data.putAndInsertString(tag, text.c_str()).bad())
                throw std::runtime_error("cannot set " + keyword);
        }
        return EXS_LittleEndianExplicit;
    });
}

void PhantomSeries::changeAll(const std::map<std::string, std::string>& elements) const {
    for (int slice = 0; slice < slices(); ++slice)
        change(slice, elements);
}

void PhantomSeries::moveSlice(int slice, double alongRow, double alongColumn, double alongNormal) const {
    char text[128];
    std::array<double, 3> position{};
    const auto& m = m_volume.lpsFromAxis;
    for (std::size_t i = 0; i < 3; ++i)
        position[i] = m_volume.originLps[i] + m[i][2] * (slice * m_volume.spacing.z + alongNormal) + m[i][0] * alongRow
                      + m[i][1] * alongColumn;
    std::snprintf(text, sizeof text, "%.6f\\%.6f\\%.6f", position[0], position[1], position[2]);
    change(slice, {{"ImagePositionPatient", text}});
}

void PhantomSeries::compress(const std::string& method) const {
    if (method != "RLE")
        throw std::runtime_error("unknown method");
    DcmRLEEncoderRegistration::registerCodecs();
    for (int slice = 0; slice < slices(); ++slice)
        rewrite(file(slice), [](DcmDataset& data) {
            if (data.chooseRepresentation(EXS_RLELossless, nullptr).bad())
                throw std::runtime_error("cannot compress");
            return EXS_RLELossless;
        });
}

bool isMiddleOf(const Volume& slice, const Volume& volume) {
    const std::int64_t middle = volume.shape.z / 2, voxels = volume.shape.y * volume.shape.x;
    const auto begin = volume.voxels.begin() + middle * voxels;
    bool isPlaced = true;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const double at =
            volume.originLps[axis] + volume.lpsFromAxis[axis][2] * volume.spacing.z * static_cast<double>(middle);
        isPlaced = isPlaced && std::abs(slice.originLps[axis] - at) < 0.01; // mm; headers are rounded
        for (std::size_t other = 0; other < 3; ++other)
            isPlaced = isPlaced && std::abs(slice.lpsFromAxis[axis][other] - volume.lpsFromAxis[axis][other]) < 1e-5;
    }
    return isPlaced && slice.shape == Shape{1, volume.shape.y, volume.shape.x} && slice.spacing.x == volume.spacing.x
           && slice.spacing.y == volume.spacing.y
           && std::equal(slice.voxels.begin(), slice.voxels.end(), begin, begin + voxels);
}

std::string codesOf(const SeriesInfo& series) {
    std::string codes;
    for (const Problem& problem : series.problems) {
        codes += codes.empty() ? "" : " ";
        codes += problem.code;
    }
    return codes;
}
