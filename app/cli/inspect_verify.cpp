// SPDX-License-Identifier: Apache-2.0
#include "app/cli/inspect_verify.h"

#include "app/cli/load_engine.h"

#include "core/base/archive.h"
#include "core/base/files.h"
#include "core/base/npy.h"
#include "core/base/parallel.h"
#include "core/imaging/input_frame.h"
#include "core/model/verify_model.h"
#include "core/project/import.h"
#include "core/project/prepare.h"
#include "dicom/readers.h"

#include <iostream>
#include <memory>

namespace nidus::cli {
namespace {

namespace fs = std::filesystem;

HostTensor arrayIn(const fs::path& path) {
    NpyArray array;
    if (path.extension() == ".npz") {
        const std::string member = "probabilities.npy";
        const TemporaryFolder folder;
        extractMembers(path, folder.path(), [&](const std::string& name) { return name == member; });
        if (!fs::exists(folder.path() / member))
            throw Error("MDL-037", path.string() + " holds no " + member
                                       + ". nnU-Net writes such a file with nnUNetv2_predict --save_probabilities.");
        array = readNpy(folder.path() / member);
    } else {
        array = readNpy(path);
    }
    return {array.shape, array.floats()};
}

SegmentationComparison compared(const SegmentedCase& segmented, const VerifyOptions& options, InputFrame frame,
                                const std::string& readerClass, SeriesReader& reader, const Context& context) {
    const std::string extension = options.against.extension().string();
    if (extension == ".npy" || extension == ".npz")
        return compareScores(segmented, arrayIn(options.against));
    const Volume labels = reader.read(seriesAt(options.against, reader, context.control).source, context.control);
    return compareLabels(segmented, stackChannels(std::vector<Volume>{labels}, frame, readerClass).voxels);
}

void print(const SegmentationComparison& comparison) {
    std::cout << "Verified against " << comparison.against << " of " << comparison.voxels
              << " voxels: " << 100 * comparison.agreement << " % have the same label";
    if (comparison.largestDifference)
        std::cout << ", largest difference " << *comparison.largestDifference;
    for (const auto& [label, dice] : comparison.dice)
        std::cout << ", Dice of label " << label << ' ' << dice;
    std::cout << ".\n";
}

} // namespace

int verifyModel(const PretrainedModel& model, const VerifyOptions& options, const Context& context) {
    const auto reader = dicom::makeSeriesReader();
    Case single;
    std::vector<Volume> channels;
    for (const fs::path& image : options.images) {
        single.channels.push_back(seriesAt(image, *reader, context.control).source);
        channels.push_back(reader->read(single.channels.back(), context.control));
    }
    const InputFrame frame = defaultFrame({single});
    const PlanImage image = stackChannels(channels, frame, model.plans.imageReaderWriter);
    const ComputeSettings compute{options.device, threadBudget(), Precision::Float32};
    const SegmentedCase segmented = segmentCase(*loadEngine(), model, image, compute, context.control);
    const SegmentationComparison comparison =
        compared(segmented, options, frame, model.plans.imageReaderWriter, *reader, context);
    if (context.json)
        std::cout << toJson(comparison) << '\n';
    else
        print(comparison);
    return 0;
}

} // namespace nidus::cli
