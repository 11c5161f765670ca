// SPDX-License-Identifier: Apache-2.0
#include "dicom/phantom_writer.h"

#include "dicom/dicom_header.h"

#include "core/base/error.h"
#include "core/base/files.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <span>
#include <string>
#include <system_error>
#include <vector>

#include <unistd.h>

namespace nidus::dicom {
namespace {

namespace fs = std::filesystem;

/// A UID under the root for derived numbers (PS3.5 annex B.2): 2.25 and 63 bits of the SHA-256 of the name.
std::string uidOf(const std::string& name) {
    const std::string digest = sha256(std::as_bytes(std::span(name)));
    std::uint64_t number = 0;
    std::from_chars(digest.data(), digest.data() + 16, number, 16);
    return "2.25." + std::to_string(number >> 1U);
}

/// A decimal string of at most 16 characters, as VR DS asks.
std::string decimal(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.10g", value);
    return text;
}

std::string joined(std::initializer_list<double> values) {
    std::string text;
    for (const double value : values)
        text.append(text.empty() ? "" : "\\").append(decimal(value));
    return text;
}

struct SeriesIds {
    std::string study, series, frame;
};

void put(DcmDataset& data, const DcmTagKey& tag, const std::string& value) {
    if (data.putAndInsertString(tag, value.c_str()).bad())
        throw Error("FIL-003", "A header of the phantom could not be made.");
}

void put(DcmDataset& data, const DcmTagKey& tag, int value) {
    if (data.putAndInsertUint16(tag, static_cast<Uint16>(value)).bad())
        throw Error("FIL-003", "A header of the phantom could not be made.");
}

void putPatientAndStudy(DcmDataset& data, const Phantom& phantom, const SeriesIds& ids) {
    put(data, DCM_SpecificCharacterSet, "ISO_IR 192");
    put(data, DCM_PatientName, "Phantom^" + phantom.patientId);
    put(data, DCM_PatientID, phantom.patientId);
    put(data, DCM_PatientBirthDate, "19700101");
    put(data, DCM_PatientSex, "O");
    put(data, DCM_StudyInstanceUID, ids.study);
    put(data, DCM_StudyDate, "20240115");
    put(data, DCM_StudyTime, "120000");
    put(data, DCM_StudyID, "1");
    put(data, DCM_AccessionNumber, std::to_string(1000 + phantom.index));
    put(data, DCM_ReferringPhysicianName, "");
    put(data, DCM_StudyDescription, "Synthetic organ");
}

void putSeries(DcmDataset& data, const Phantom& phantom, AcquisitionPlane plane, const SeriesIds& ids) {
    const PhantomScanner& scanner = phantomScanners()[phantom.scanner];
    put(data, DCM_Modality, "MR");
    put(data, DCM_SeriesInstanceUID, ids.series);
    put(data, DCM_SeriesNumber, "1");
    put(data, DCM_SeriesDate, "20240115");
    put(data, DCM_SeriesTime, "120500");
    put(data, DCM_SeriesDescription, std::string("phantom ") + planeName(plane));
    put(data, DCM_ProtocolName, std::string("phantom ") + planeName(plane));
    put(data, DCM_BodyPartExamined, "ABDOMEN");
    put(data, DCM_PatientPosition, "HFS");
    put(data, DCM_FrameOfReferenceUID, ids.frame);
    put(data, DCM_PositionReferenceIndicator, "");
    put(data, DCM_Manufacturer, scanner.manufacturer);
    put(data, DCM_ManufacturerModelName, scanner.model);
    put(data, DCM_InstitutionName, "Institute " + scanner.manufacturer);
    put(data, DCM_DeviceSerialNumber, std::to_string(100 + phantom.scanner));
    put(data, DCM_SoftwareVersions, "1");
    put(data, DCM_MagneticFieldStrength, phantom.scanner == 0 ? "1.5" : "3");
    put(data, DCM_ScanningSequence, "GR");
    put(data, DCM_SequenceVariant, "SP");
    put(data, DCM_ScanOptions, "");
    put(data, DCM_MRAcquisitionType, "3D");
    put(data, DCM_RepetitionTime, "8");
    put(data, DCM_EchoTime, "3");
    put(data, DCM_FlipAngle, "12");
    put(data, DCM_EchoTrainLength, "1");
}

void putGeometry(DcmDataset& data, const Volume& volume, std::int64_t slice) {
    const auto& m = volume.lpsFromAxis;
    const double along = static_cast<double>(slice) * volume.spacing.z;
    put(data, DCM_ImageOrientationPatient, joined({m[0][0], m[1][0], m[2][0], m[0][1], m[1][1], m[2][1]}));
    put(data, DCM_ImagePositionPatient,
        joined({volume.originLps[0] + m[0][2] * along, volume.originLps[1] + m[1][2] * along,
                volume.originLps[2] + m[2][2] * along}));
    put(data, DCM_PixelSpacing, joined({volume.spacing.y, volume.spacing.x}));
    put(data, DCM_SliceThickness, decimal(volume.spacing.z));
    put(data, DCM_SpacingBetweenSlices, decimal(volume.spacing.z));
}

void putPixels(DcmDataset& data, const Volume& volume, const PhantomScanner& scanner, std::int64_t slice) {
    put(data, DCM_SamplesPerPixel, 1);
    put(data, DCM_PhotometricInterpretation, "MONOCHROME2");
    put(data, DCM_Rows, static_cast<int>(volume.shape.y));
    put(data, DCM_Columns, static_cast<int>(volume.shape.x));
    put(data, DCM_BitsAllocated, 16);
    put(data, DCM_BitsStored, 12);
    put(data, DCM_HighBit, 11);
    put(data, DCM_PixelRepresentation, 0);
    put(data, DCM_RescaleSlope, decimal(scanner.rescaleSlope));
    put(data, DCM_RescaleIntercept, decimal(scanner.rescaleIntercept));
    put(data, DCM_RescaleType, "US");
    put(data, DCM_WindowCenter, decimal(scanner.gain * 0.75 + scanner.offset));
    put(data, DCM_WindowWidth, decimal(scanner.gain * 1.5));
    const auto count = static_cast<std::size_t>(volume.shape.x * volume.shape.y);
    std::vector<Uint16> stored(count);
    for (std::size_t i = 0; i < count; ++i) {
        const double voxel = static_cast<double>(volume.voxels[static_cast<std::size_t>(slice) * count + i]);
        stored[i] = static_cast<Uint16>(std::lround((voxel - scanner.rescaleIntercept) / scanner.rescaleSlope));
    }
    if (data.putAndInsertUint16Array(DCM_PixelData, stored.data(), static_cast<unsigned long>(count)).bad())
        throw Error("FIL-003", "The pixels of the phantom could not be stored.");
}

void writeSlice(const fs::path& path, const Phantom& phantom, const Volume& volume, AcquisitionPlane plane,
                const SeriesIds& ids, std::int64_t slice) {
    DcmFileFormat file;
    DcmDataset& data = *file.getDataset();
    put(data, DCM_SOPClassUID, UID_MRImageStorage);
    put(data, DCM_SOPInstanceUID, uidOf(ids.series + "/" + std::to_string(slice)));
    put(data, DCM_ImageType, "ORIGINAL\\PRIMARY\\OTHER");
    put(data, DCM_InstanceNumber, std::to_string(slice + 1));
    put(data, DCM_AcquisitionNumber, "1");
    put(data, DCM_AcquisitionDate, "20240115");
    put(data, DCM_AcquisitionTime, "120600");
    put(data, DCM_ContentDate, "20240115");
    put(data, DCM_ContentTime, "120700");
    putPatientAndStudy(data, phantom, ids);
    putSeries(data, phantom, plane, ids);
    putGeometry(data, volume, slice);
    putPixels(data, volume, phantomScanners()[phantom.scanner], slice);
    const OFCondition written = file.saveFile(path.c_str(), EXS_LittleEndianExplicit);
    std::error_code failure;
    if (written.good()
        && fs::file_size(path, failure) > static_cast<std::uintmax_t>(2 * volume.shape.x * volume.shape.y))
        return;
    const fs::space_info space = fs::space(path.parent_path(), failure);
    if (!failure && space.available < (1U << 20U))
        throw Error("FIL-004",
                    "The disk is full: " + path.string() + " could not be written. Free some space and try again.");
    throw Error("FIL-003", path.string() + " could not be written: " + written.text() + ".");
}

struct RemoveOnExit {
    fs::path path;
    ~RemoveOnExit() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
};

} // namespace

void writePhantomSeries(const fs::path& folder, const Phantom& phantom, AcquisitionPlane plane, std::uint64_t seed) {
    prepareDicom();
    const std::string name = "nidus-phantom/" + std::to_string(seed) + "/" + std::to_string(phantom.index) + "/";
    const SeriesIds ids{uidOf(name + "study"), uidOf(name + planeName(plane)), uidOf(name + "frame")};
    const Volume volume = acquiredIn(phantom.image, plane);
    const RemoveOnExit temporary{folder.parent_path()
                                 / (".tmp-" + std::to_string(::getpid()) + "-" + folder.filename().string())};
    std::error_code failure;
    fs::create_directories(temporary.path, failure);
    if (failure)
        throw Error("FIL-003", folder.string() + " could not be created: " + failure.message() + ".");
    for (std::int64_t slice = 0; slice < volume.shape.z; ++slice) {
        char file[32];
        std::snprintf(file, sizeof file, "IM%04d.dcm", static_cast<int>(slice) + 1);
        writeSlice(temporary.path / file, phantom, volume, plane, ids, slice);
    }
    fs::remove_all(folder, failure);
    fs::rename(temporary.path, folder, failure);
    if (failure)
        throw Error("FIL-003", folder.string() + " could not be written: " + failure.message() + ".");
}

} // namespace nidus::dicom
