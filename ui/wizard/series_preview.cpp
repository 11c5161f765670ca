// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/series_preview.h"

#include "ui/common/controls.h"
#include "ui/common/error_text.h"
#include "ui/common/qt_convert.h"
#include "ui/viewer/viewer_panel.h"
#include "ui/wizard/series_table_model.h"

#include <QStackedLayout>

namespace nidus::ui {

SeriesPreview::SeriesPreview(const Services& services, QWidget* parent)
    : QWidget(parent), m_services(services), m_viewer(services), m_stack(new QStackedLayout(this)),
      m_words(named(new TextLabel(TextRole::Secondary), "previewText", QString())) {
    m_words->setAlignment(Qt::AlignCenter);
    m_words->setWordWrap(true);
    m_stack->addWidget(m_words);
    m_stack->addWidget(new ViewerPanel(m_viewer));
    connect(&m_viewer, &ViewerModel::volumeChanged, this, [this] {
        if (!m_viewer.isEmpty())
            m_stack->setCurrentIndex(1);
    });
    connect(&m_viewer, &ViewerModel::failed, this, [this](const Failure& failure) {
        const QString why = errorHeadline(failure.code) + QLatin1Char('\n') + failure.text;
        say(tr("%1 (%2)").arg(why, failure.code));
    });
    showSeries(nullptr);
}

void SeriesPreview::showSeries(const SeriesInfo* series) {
    m_viewer.close();
    if (!series) {
        say(tr("Select a series in the table to see its images."));
        return;
    }
    say(tr("Reading the images…"));
    ViewedCase viewed;
    viewed.key = seriesKey(*series);
    viewed.title = seriesTitle(*series);
    viewed.readScan = [read = m_services.readSeries, source = series->source](int, const JobControl& control) {
        return ChannelImage{read(source, control), 0, 1};
    };
    m_viewer.open(std::move(viewed));
}

void SeriesPreview::say(const QString& text) {
    m_words->announce(text);
    m_stack->setCurrentWidget(m_words);
}

} // namespace nidus::ui
