// SPDX-License-Identifier: Apache-2.0
#include "dicom/frame_groups.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <cmath>
#include <string_view>

namespace nidus::dicom {
namespace {

template <std::size_t n>
std::optional<std::array<double, n>> numbersOf(DcmItem& data, const DcmTagKey& tag) {
    std::array<double, n> values{};
    for (std::size_t i = 0; i < n; ++i)
        if (data.findAndGetFloat64(tag, values[i], static_cast<unsigned long>(i)).bad() || !std::isfinite(values[i]))
            return std::nullopt;
    return values;
}

void addPhase(DcmItem& data, const DcmTagKey& tag, const char* name, SliceHeader& slice) {
    if (const std::string value = textOf(data, tag); !value.empty())
        slice.phases.emplace_back(name, value);
}

/// The item of a functional group: that of the frame, else the shared one.
class FrameGroups {
public:
    FrameGroups(DcmItem* shared, DcmItem* own) : m_shared(shared), m_own(own) {}

    [[nodiscard]] DcmItem* find(const DcmTagKey& sequence) const {
        for (DcmItem* groups : {m_own, m_shared}) {
            DcmItem* item = nullptr;
            if (groups && groups->findAndGetSequenceItem(sequence, item, 0).good() && item)
                return item;
        }
        return nullptr;
    }

private:
    DcmItem* m_shared;
    DcmItem* m_own;
};

void readFrameType(const FrameGroups& groups, SliceHeader& slice) {
    for (const DcmTagKey& tag : {DCM_MRImageFrameTypeSequence, DCM_CTImageFrameTypeSequence, DCM_PETFrameTypeSequence,
                                 DCM_XRay3DFrameTypeSequence})
        if (DcmItem* item = groups.find(tag))
            slice.imageType = textOf(*item, DCM_FrameType);
}

void readFrameContent(const FrameGroups& groups, SliceHeader& slice) {
    if (DcmItem* item = groups.find(DCM_FrameContentSequence)) {
        addPhase(*item, DCM_TemporalPositionIndex, "time point", slice);
        addPhase(*item, DCM_StackID, "stack", slice);
        addPhase(*item, DCM_FrameAcquisitionNumber, "acquisition", slice);
    }
    if (DcmItem* item = groups.find(DCM_CardiacSynchronizationSequence))
        addPhase(*item, DCM_NominalCardiacTriggerDelayTime, "trigger delay", slice);
    if (DcmItem* item = groups.find(DCM_MRDiffusionSequence)) {
        addPhase(*item, DCM_DiffusionBValue, "b-value", slice);
        DcmItem* direction = nullptr;
        if (item->findAndGetSequenceItem(DCM_DiffusionGradientDirectionSequence, direction, 0).good() && direction)
            addPhase(*direction, DCM_DiffusionGradientOrientation, "gradient", slice);
    }
    if (DcmItem* item = groups.find(DCM_MRModifierSequence))
        addPhase(*item, DCM_InversionTimes, "inversion time", slice);
    if (DcmItem* item = groups.find(DCM_FrameContentSequence)) {
        addPhase(*item, DCM_FrameAcquisitionDateTime, "acquisition time", slice);
        addPhase(*item, DCM_DimensionIndexValues, "dimension index", slice);
    }
}

} // namespace

std::string textOf(DcmItem& data, const DcmTagKey& tag) {
    OFString value;
    if (data.findAndGetOFStringArray(tag, value).bad())
        return {};
    const std::string_view text(value.c_str());
    const auto first = text.find_first_not_of(' ');
    if (first == std::string_view::npos)
        return {};
    return std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

std::optional<double> numberOf(DcmItem& data, const DcmTagKey& tag) {
    Float64 value = 0;
    if (data.findAndGetFloat64(tag, value).good() && std::isfinite(value))
        return value;
    // Unsigned and signed short values are not offered as floating point by the library.
    if (Uint16 small = 0; data.findAndGetUint16(tag, small).good())
        return small;
    if (Sint16 small = 0; data.findAndGetSint16(tag, small).good())
        return small;
    if (Sint32 number = 0; data.findAndGetSint32(tag, number).good())
        return number;
    if (Uint32 number = 0; data.findAndGetUint32(tag, number).good())
        return number;
    return std::nullopt;
}

void readPlace(DcmItem& data, SliceHeader& slice) {
    if (const auto position = numbersOf<3>(data, DCM_ImagePositionPatient))
        slice.position = position;
    if (const auto orientation = numbersOf<6>(data, DCM_ImageOrientationPatient))
        slice.orientation = orientation;
}

void readMeasures(DcmItem& data, SliceHeader& slice) {
    if (const auto spacing = numbersOf<2>(data, DCM_PixelSpacing))
        slice.pixelSpacing = spacing;
    slice.thickness = numberOf(data, DCM_SliceThickness).value_or(slice.thickness);
    slice.betweenSlices = std::abs(numberOf(data, DCM_SpacingBetweenSlices).value_or(slice.betweenSlices));
}

void readRescale(DcmItem& data, SliceHeader& slice) {
    const auto slope = numberOf(data, DCM_RescaleSlope);
    const auto intercept = numberOf(data, DCM_RescaleIntercept);
    slice.hasRescale = slope.has_value() && intercept.has_value() && *slope != 0;
    slice.slope = slice.hasRescale ? *slope : 1;
    slice.intercept = slice.hasRescale ? *intercept : 0;
}

void readPhases(DcmItem& data, SliceHeader& slice) {
    addPhase(data, DCM_TemporalPositionIdentifier, "time point", slice);
    addPhase(data, DCM_AcquisitionNumber, "acquisition", slice);
    addPhase(data, DCM_DiffusionBValue, "b-value", slice);
    addPhase(data, DCM_DiffusionGradientOrientation, "gradient", slice);
    addPhase(data, DCM_TriggerTime, "trigger delay", slice);
    addPhase(data, DCM_InversionTime, "inversion time", slice);
    addPhase(data, DCM_AcquisitionTime, "acquisition time", slice);
    addPhase(data, DCM_ContentTime, "content time", slice);
}

std::vector<SliceHeader> enhancedSlices(DcmItem& data, const FileHeader& header) {
    DcmItem* shared = nullptr;
    data.findAndGetSequenceItem(DCM_SharedFunctionalGroupsSequence, shared, 0);
    const std::string imageType = textOf(data, DCM_ImageType);
    const double echoTime = numberOf(data, DCM_EchoTime).value_or(0);
    std::vector<SliceHeader> slices;
    for (int frame = 0; frame < header.frames; ++frame) {
        DcmItem* own = nullptr;
        if (data.findAndGetSequenceItem(DCM_PerFrameFunctionalGroupsSequence, own, frame).bad() || !own)
            break; // fewer groups than frames: the count is compared where the series is judged
        const FrameGroups groups(shared, own);
        SliceHeader slice;
        slice.frame = frame;
        slice.instanceNumber = frame + 1;
        slice.tile = {0, 0, header.columns, header.rows};
        slice.imageType = imageType;
        slice.echoTime = echoTime;
        if (DcmItem* item = groups.find(DCM_PlanePositionSequence))
            readPlace(*item, slice);
        if (DcmItem* item = groups.find(DCM_PlaneOrientationSequence))
            readPlace(*item, slice);
        if (DcmItem* item = groups.find(DCM_PixelMeasuresSequence))
            readMeasures(*item, slice);
        if (DcmItem* item = groups.find(DCM_PixelValueTransformationSequence))
            readRescale(*item, slice);
        if (DcmItem* item = groups.find(DCM_MREchoSequence))
            slice.echoTime = numberOf(*item, DCM_EffectiveEchoTime).value_or(echoTime);
        readFrameType(groups, slice);
        readFrameContent(groups, slice);
        slices.push_back(std::move(slice));
    }
    return slices;
}

} // namespace nidus::dicom
