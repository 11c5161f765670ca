// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/recipe_texts.h"

#include "ui/common/qt_convert.h"

#include <QCoreApplication>

#include <map>
#include <utility>

namespace nidus::ui {
namespace {

using enum FieldGroup;

class Words {
    Q_DECLARE_TR_FUNCTIONS(nidus::ui::RecipeForm)

public:
    static std::vector<FieldText> network() {
        return {
            {"pretrained", Network, tr("Pretrained weights"), {}, tr("Off: the model starts from random weights.")},
            {"head", Network, tr("Pooling"), {}, tr("How what the model sees becomes one row of numbers per case.")},
            {"probe",
             Network,
             tr("Probe first"),
             {},
             tr("Learns the decision on the frozen model, and starts fine-tuning from it.")},
            {"probe_penalties",
             Network,
             tr("Penalties of the probe"),
             {},
             tr("Inverse strengths C to choose from; small ones hold the decision back.")},
            {"dropout",
             Network,
             tr("Dropout"),
             {},
             tr("Share of the features that is left out at each step, against over-fitting.")},
        };
    }

    static std::vector<FieldText> training() {
        return {
            {"keep", Training, tr("Keep"), {}, tr("Which of the two models of a fold stands.")},
            {"optimizer", Training, tr("Optimiser"), {}, tr("How the weights follow the gradient.")},
            {"momentum", Training, tr("Momentum"), {}, tr("How long SGD goes on in its direction.")},
            {"weight_decay", Training, tr("Weight decay"), {}, tr("Draws the weights towards zero, a little.")},
            {"batch", Training, tr("Batch"), tr("cases"), tr("Go through the model together. More need more memory.")},
            {"accumulation", Training, tr("Accumulation"), tr("batches"),
             tr("Per step: a larger step without more memory.")},
            {"gradient_clip", Training, tr("Gradient limit"), {}, tr("A longer gradient is cut to this length.")},
            {"label_smoothing",
             Training,
             tr("Label smoothing"),
             {},
             tr("Share of certainty that is given to the other classes.")},
            {"weight_average",
             Training,
             tr("Averaged weights (EMA)"),
             {},
             tr("Decay per step of the mean that is kept in place of the last weights; 0: none.")},
        };
    }

    static std::vector<FieldText> rates() {
        return {
            {"phases",
             Rates,
             tr("Unfreezing"),
             {},
             tr("How many stages learn, from the deepest, and for how many epochs. None: the probe alone.")},
            {"head_learning_rate", Rates, tr("Rate of the decision"), {}, tr("Learning rate of the last layer.")},
            {"encoder_learning_rate",
             Rates,
             tr("Rate of the model"),
             {},
             tr("Learning rate of the deepest stage; too high, and it forgets what it knew.")},
            {"layer_decay", Rates, tr("Decay per stage"), {}, tr("Each shallower stage learns slower by this factor.")},
            {"schedule", Rates, tr("Course of the rates"), {}, tr("How they fall after the warm-up.")},
            {"warmup_steps", Rates, tr("Warm-up"), tr("steps"),
             tr("Until a part that was opened learns at its full rate.")},
        };
    }

    static std::vector<FieldText> splits() {
        return {
            {"folds", Splits, tr("Folds"), {}, tr("Parts that are tested in turns, where the table names none.")},
            {"holdout", Splits, tr("Held-out share"), {}, tr("Tested once, in place of folds; 0: folds.")},
            {"inner_folds",
             Splits,
             tr("Inner folds"),
             {},
             tr("Within the training cases, for every choice that is made there.")},
            {"select_epochs",
             Splits,
             tr("Choose the epochs"),
             {},
             tr("By the cases that the inner folds hold back; else all are run.")},
            {"members", Splits, tr("Models per fold"), {}, tr("Trained with other random draws, and joined.")},
        };
    }

    static std::vector<FieldText> compute() {
        return {
            {"precision",
             Compute,
             tr("Precision"),
             {},
             tr("bfloat16 and float16 are faster and take less memory. A processor without them computes in float32.")},
            {"views", Compute, tr("Fixed views"), tr("per case"),
             tr("Augmented once and kept on disk, for all fits; 0: drawn anew each time, which takes much longer.")},
            {"seed", Compute, tr("Seed"), {}, tr("The same seed, cases and device give the same weights.")},
        };
    }

    static std::vector<FieldText> augmentation() {
        std::vector<FieldText> fields{
            {"augmentation.enabled",
             Augmentation,
             tr("Augmentation"),
             {},
             tr("Changes the training images at random, so that the model does not learn them by heart.")}};
        const auto add = [&fields](const char* key, const QString& name, const QString& unit, const QString& help) {
            fields.push_back({std::string("augmentation.") + key, Augmentation, name, unit, help});
        };
        const QString chance = tr("In which share of the images.");
        add("rotation_probability", tr("Rotation"), {}, chance);
        add("rotation_degrees", tr("Largest rotation"), tr("°"), tr("About each axis, to either side."));
        add("zoom_probability", tr("Zoom"), {}, tr("In which share of the images. Only where size does not matter."));
        add("zoom_low", tr("Zoom, from"), {}, tr("Factor of the sampling: below 1 things become larger."));
        add("zoom_high", tr("Zoom, to"), {}, tr("Above 1 things become smaller."));
        add("noise_probability", tr("Noise"), {}, chance);
        add("noise_std_high", tr("Strongest noise"), {}, tr("In standard deviations of the image."));
        add("blur_probability", tr("Blur"), {}, chance);
        add("blur_sigma_low", tr("Blur, from"), tr("voxels"), tr("Width of the smoothing."));
        add("blur_sigma_high", tr("Blur, to"), tr("voxels"), tr("Width of the smoothing."));
        add("brightness_probability", tr("Brightness"), {}, chance);
        add("brightness_low", tr("Brightness, from"), {}, tr("All values are multiplied by it."));
        add("brightness_high", tr("Brightness, to"), {}, tr("All values are multiplied by it."));
        add("contrast_probability", tr("Contrast"), {}, chance);
        add("contrast_low", tr("Contrast, from"), {}, tr("Distance from the mean is multiplied by it."));
        add("contrast_high", tr("Contrast, to"), {}, tr("Distance from the mean is multiplied by it."));
        add("low_resolution_probability", tr("Low resolution"), {}, chance);
        add("low_resolution_low", tr("Lowest resolution"), {}, tr("Share of the original one."));
        add("inverted_gamma_probability", tr("Inverted gamma"), {}, tr("Gamma of the negative; in which share."));
        add("gamma_probability", tr("Gamma"), {}, chance);
        add("gamma_low", tr("Gamma, from"), {}, tr("Below 1 dark values become brighter."));
        add("gamma_high", tr("Gamma, to"), {}, tr("Above 1 they become darker."));
        add("mirror_axes", tr("Mirror along"), {},
            tr("Never left and right where the side matters. Axes as the plan orders them; the first runs through the "
               "slices."));
        return fields;
    }

    static std::map<std::pair<std::string, std::string>, QString> choices() {
        return {{{"head", "multi"}, tr("mean and maximum of every stage")},
                {{"head", "multimean"}, tr("mean of every stage")},
                {{"head", "prenorm"}, tr("before each normalisation")},
                {{"head", "foreground"}, tr("mean within the foreground")},
                {{"head", "grid"}, tr("deepest stage, 2 × 2 × 2")},
                {{"head", "meanmax"}, tr("mean and maximum of the deepest stage")},
                {{"head", "gap"}, tr("mean of the deepest stage")},
                {{"head", "attention"}, tr("mean and maximum of every stage, parts of large scans weighed")},
                {{"head", "auto"}, tr("whichever the probe does best with")},
                {{"keep", "best"}, tr("the better one")},
                {{"keep", "probe"}, tr("the probe")},
                {{"keep", "finetuned"}, tr("the fine-tuned one")},
                {{"optimizer", "adamw"}, tr("AdamW")},
                {{"optimizer", "sgd"}, tr("SGD with momentum")},
                {{"schedule", "cosine"}, tr("cosine")},
                {{"schedule", "polynomial"}, tr("polynomial, as nnU-Net")}};
    }

    static QString title(FieldGroup group) {
        switch (group) {
        case Network:
            return tr("Network and head");
        case Training:
            return tr("Training");
        case Rates:
            return tr("Learning rates and unfreezing");
        case Augmentation:
            return tr("Augmentation");
        case Splits:
            return tr("Splits");
        case Compute:
            return tr("Compute");
        }
        return {};
    }
};

} // namespace

std::vector<FieldText> fieldTexts() {
    std::vector<FieldText> all;
    for (const auto& part : {Words::network(), Words::training(), Words::rates(), Words::augmentation(),
                             Words::splits(), Words::compute()})
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

QString groupTitle(FieldGroup group) {
    return Words::title(group);
}

QString choiceText(const std::string& key, const std::string& choice) {
    const auto choices = Words::choices();
    const auto found = choices.find({key, choice});
    return found == choices.end() ? toQt(choice) : found->second;
}

} // namespace nidus::ui
