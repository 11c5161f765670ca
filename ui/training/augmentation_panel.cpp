// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/augmentation_panel.h"

#include "ui/common/controls.h"
#include "ui/common/qt_convert.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QImage>
#include <QLabel>
#include <QPixmap>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace nidus::ui {
namespace {

constexpr int kViews = 5, kColumns = 3, kSoonMs = 400;
constexpr int kTileLetters = 24;

struct GreyRange {
    float low = 0, high = 1;
};

/// Of the original, without 0.5 % of its values at each end, so that changes of brightness show.
GreyRange rangeOf(std::vector<float> values) {
    if (values.empty())
        return {};
    std::ranges::sort(values);
    const std::size_t tail = values.size() / 200;
    return {values[tail], std::max(values[tail] + 1e-6F, values[values.size() - 1 - tail])};
}

QImage imageOf(const std::vector<float>& values, const AugmentationPreview& preview, const GreyRange& range) {
    QImage image(static_cast<int>(preview.columns), static_cast<int>(preview.rows), QImage::Format_Grayscale8);
    auto value = values.begin();
    for (int row = 0; row < image.height(); ++row)
        for (uchar* pixel = image.scanLine(row); pixel != image.scanLine(row) + image.width(); ++pixel, ++value) {
            const float share = (*value - range.low) / (range.high - range.low);
            *pixel = static_cast<uchar>(share > 0 ? std::min(share, 1.0F) * 255 : 0.0F);
        }
    return image;
}

QString transformText(const std::string& name) {
    static const std::array names{
        std::pair{"rotation", QT_TRANSLATE_NOOP("nidus::ui::AugmentationPanel", "rotation")},
        std::pair{"zoom", QT_TRANSLATE_NOOP("nidus::ui::AugmentationPanel", "zoom")},
        std::pair{"noise", QT_TRANSLATE_NOOP("nidus::ui::AugmentationPanel", "noise")},
        std::pair{"blur", QT_TRANSLATE_NOOP("nidus::ui::AugmentationPanel", "blur")},
        std::pair{"brightness", QT_TRANSLATE_NOOP("nidus::ui::AugmentationPanel", "brightness")},
        std::pair{"contrast", QT_TRANSLATE_NOOP("nidus::ui::AugmentationPanel", "contrast")},
        std::pair{"low_resolution", QT_TRANSLATE_NOOP("nidus::ui::AugmentationPanel", "low resolution")},
        std::pair{"gamma_inverted", QT_TRANSLATE_NOOP("nidus::ui::AugmentationPanel", "inverted gamma")},
        std::pair{"gamma", QT_TRANSLATE_NOOP("nidus::ui::AugmentationPanel", "gamma")},
        std::pair{"mirror", QT_TRANSLATE_NOOP("nidus::ui::AugmentationPanel", "mirror")}};
    for (const auto& [known, text] : names)
        if (name == known)
            return AugmentationPanel::tr(text);
    return toQt(name);
}

QString captionOf(const AugmentationPreview::Slice& slice) {
    QStringList words;
    for (const std::string& name : slice.transforms)
        words << transformText(name);
    return words.isEmpty() ? AugmentationPanel::tr("unchanged this time") : words.join(AugmentationPanel::tr(", "));
}

} // namespace

AugmentationPanel::AugmentationPanel(QWidget* parent)
    : QWidget(parent),
      m_another(named(new QPushButton(tr("A&nother")), "anotherPreview", tr("Draw the augmentation once more"))),
      m_state(named(new TextLabel(TextRole::Secondary), "previewState", tr("Preview of the augmentation"))) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 6, 0, 0);
    auto* head = new QHBoxLayout;
    head->addWidget(new TextLabel(TextRole::Heading, tr("Preview")));
    head->addSpacing(8);
    m_state->setWordWrap(true);
    head->addWidget(m_state, 1);
    head->addWidget(m_another);
    column->addLayout(head);
    auto* grid = new QGridLayout;
    grid->setSpacing(8);
    const int side = fontMetrics().averageCharWidth() * kTileLetters;
    for (int i = 0; i <= kViews; ++i) {
        auto* cell = new QVBoxLayout;
        cell->setSpacing(2);
        Tile tile{new QLabel, new TextLabel(TextRole::Secondary)};
        tile.picture->setObjectName(QStringLiteral("preview_%1").arg(i));
        tile.picture->setFixedSize(side, side);
        tile.picture->setAlignment(Qt::AlignCenter);
        tile.picture->setAutoFillBackground(true);
        QPalette dark = tile.picture->palette();
        dark.setColor(QPalette::Window, QColor(10, 10, 12)); // as image areas are
        tile.picture->setPalette(dark);
        tile.caption->setObjectName(QStringLiteral("previewCaption_%1").arg(i));
        tile.caption->setWordWrap(true);
        tile.caption->setFixedWidth(side);
        cell->addWidget(tile.picture);
        cell->addWidget(tile.caption);
        cell->addStretch(1);
        grid->addLayout(cell, i / kColumns, i % kColumns);
        m_tiles.push_back(tile);
    }
    grid->setColumnStretch(kColumns, 1);
    column->addLayout(grid);
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSoonMs);
    connect(&m_soon, &QTimer::timeout, this, &AugmentationPanel::askNow);
    connect(m_another, &QPushButton::clicked, this, [this] {
        ++m_draw;
        m_isWanted = true;
        askNow();
    });
    connect(&m_job, &JobRunner::failed, this, [this](const Failure& failure) {
        m_state->announce(tr("There is no preview: %1 (%2)").arg(failure.text, failure.code));
    });
    connect(&m_job, &JobRunner::cancelled, this, &AugmentationPanel::askNow);
}

void AugmentationPanel::setAsk(Ask ask) {
    m_ask = std::move(ask);
    askSoon();
}

void AugmentationPanel::setRecipe(const Recipe& recipe) {
    const bool isSame = m_recipe && m_recipe->augmentation == recipe.augmentation && m_recipe->seed == recipe.seed;
    m_recipe = recipe;
    if (!isSame)
        askSoon();
}

void AugmentationPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    askNow();
}

/// What is being made is of no use any more.
void AugmentationPanel::askSoon() {
    m_isWanted = true;
    m_job.cancel();
    m_soon.start();
}

void AugmentationPanel::askNow() {
    if (!m_isWanted || !isVisible() || !m_ask || !m_recipe || m_job.isRunning())
        return;
    m_isWanted = false;
    m_state->announce(tr("One of your cases is being augmented…"));
    m_job.start([ask = m_ask, recipe = *m_recipe,
                 draw = m_draw](const JobControl& control) { return ask(recipe, kViews, draw, control); },
                [this](const AugmentationPreview& preview) {
                    if (!m_isWanted)
                        showPreview(preview);
                    askNow();
                });
}

void AugmentationPanel::showPreview(const AugmentationPreview& preview) {
    m_state->announce(tr("The middle slice of one of your cases."));
    const GreyRange range = rangeOf(preview.original.values);
    const auto show = [&](std::size_t at, const AugmentationPreview::Slice& slice, const QString& caption) {
        if (at >= m_tiles.size())
            return;
        const Tile& tile = m_tiles[at];
        const qreal ratio = devicePixelRatioF();
        const QSizeF extent(static_cast<double>(preview.columns) * preview.spacing[1],
                            static_cast<double>(preview.rows) * preview.spacing[0]);
        const QSize size = extent.scaled(QSizeF(tile.picture->size()) * ratio, Qt::KeepAspectRatio).toSize();
        QPixmap pixmap = QPixmap::fromImage(
            imageOf(slice.values, preview, range).scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
        pixmap.setDevicePixelRatio(ratio);
        tile.picture->setPixmap(pixmap);
        tile.picture->setAccessibleName(caption);
        tile.caption->setText(caption);
    };
    show(0, preview.original, tr("as it is"));
    for (std::size_t i = 0; i < preview.augmented.size(); ++i)
        show(i + 1, preview.augmented[i], captionOf(preview.augmented[i]));
}

} // namespace nidus::ui
