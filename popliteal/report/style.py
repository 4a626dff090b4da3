"""How the report looks: on a screen by itself, and on A4. Nothing is told by colour alone."""

from __future__ import annotations

_COMMON = """
.told{color:#444}
h2{break-after:avoid}h3{break-after:avoid}
table{border-collapse:collapse;width:100%}
th,td{text-align:start;vertical-align:top;font-weight:normal}
thead td,thead th{font-weight:bold}
small{display:block;font-size:inherit;color:#444}
tr{break-inside:avoid}
.strong td{font-weight:bold}
figure{margin:0}
ul{margin:0;padding-inline-start:1.2em}
"""

SCREEN = (
    _COMMON
    + """
:root{color-scheme:light}
body{max-width:52rem;margin:0 auto;padding:1rem;color:#1f2328;background:#fff;
font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;
overflow-wrap:break-word}
h1{margin:0 0 .5rem}h2{margin:1.75rem 0 .5rem;font-size:1.25rem}
h3{margin:1rem 0 .25rem;font-size:1rem}
p{margin:0 0 .5rem}
th,td{padding:.35rem .75rem .35rem 0;border-bottom:1px solid #999}
.facts th{width:10rem;font-weight:bold}
tbody th{font-weight:bold}small{font-weight:normal}
.columns-2 thead :first-child{width:60%;font-weight:normal}
.columns-3 thead :first-child{width:30%}
figure img{max-width:24rem;width:100%}
.part-advice{border:3px solid;padding:.25rem 1rem 1rem;margin-top:1rem}
.part-advice.emergency{border-style:double;border-width:6px}.part-advice.soon{border-style:dashed}
.part-advice.self_care{border-style:dotted}
.part-advice h2{margin-top:.5rem}
@media(max-width:40rem){table,tbody,tr,th,td{display:block;width:auto!important}thead{display:none}
tbody td:empty{display:none}td[data-label]::before{content:attr(data-label) ": ";font-style:italic}}
@media print{body{max-width:none;padding:0;font-size:9pt}}
"""
)

# A first page takes what is on it at one of these sizes; the first that fits is used. The vignettes
# need none below 7.0; the last are for somebody with every sign and a long diary. [pt]
SIZES_PT = (9.4, 9.0, 8.6, 8.2, 7.8, 7.4, 7.0, 6.6, 6.2, 5.8)

_PAGE = """
@page{size:A4;margin:10mm 12mm 14mm 12mm;
font:7pt "DejaVu Sans Condensed","DejaVu Sans",sans-serif;
@bottom-left{content:string(foot);white-space:pre}
@bottom-right{content:string(page) " " counter(page) " " string(of) " " counter(pages);
white-space:pre}}
body{string-set:foot attr(data-foot),page attr(data-page),of attr(data-of)}
body{margin:0;color:#000;font-family:"DejaVu Sans Condensed","DejaVu Sans",sans-serif;
line-height:1.17;overflow-wrap:break-word}
h1{font-size:14pt;margin:0 0 .6mm;line-height:1.1}
p{margin:0 0 .5mm}
.told{margin-bottom:1mm}
h2{font-size:1.12em;margin:0 0 .3mm;line-height:1.15}
h3{font-size:1em;margin:.3mm 0 0}
table{table-layout:fixed}
th,td{padding:.25mm 2mm .25mm 0}
th{font-weight:bold}small{font-weight:normal}
.facts th{width:29mm}
figure{break-inside:avoid;background:#fff}figcaption{font-size:.85em;color:#444}
ul{padding-inline-start:3mm}
.first section{border-top:.25mm solid #000;padding:.7mm 0 .8mm}
.first .part-advice{border:.5mm solid #000;padding:1mm 2mm .8mm;margin-bottom:1.2mm}
.first .part-advice.emergency{border:1.2mm double #000}
.first .part-advice.urgent{border:.9mm solid #000}
.first .part-advice.soon{border:.5mm dashed #000}
.first .part-advice.self_care{border:.5mm dotted #000}
.first .part-advice h2{font-size:1.4em;margin-bottom:.6mm}
.part-advice h3{float:left;margin:0;width:14mm}
.part-advice ul{padding-left:17mm}
.first figure{float:right;margin-left:4mm}
.part-angle img{width:44mm;height:auto}
.part-plan{clear:both}
.part-tests ul{columns:2;column-gap:6mm}
.first .part-course figure{width:54mm}
.part-course img{width:54mm;height:auto}
.part-course .facts{width:78mm}
.part-course .facts th{width:36mm}
.first .columns-3 thead :first-child{width:50mm}
.first thead{color:#444}
.rest{break-before:page;font-size:8.2pt}
.rest section{margin-bottom:4mm}
.rest h2{font-size:12pt;border-bottom:.3mm solid #000;margin-bottom:1.2mm}
.rest h3{font-size:9pt;margin-top:2mm}
.rest tbody tr{border-bottom:.1mm solid #888}
.rest tbody th{font-weight:normal}
.rest .facts th{width:55%}
.rest .columns-3 thead :first-child{width:34%}
.rest .part-cards thead :first-child{width:20%!important}
.rest .part-cards .columns-3 th:nth-child(2){width:50%}
.rest .part-reasons .columns-3 thead :first-child{width:56%}
.rest .part-reasons .columns-3 th:nth-child(2){width:17%}
.rest .part-cards .facts th{width:20%}
.rest .part-entries thead :first-child{width:19mm}
.rest .columns-7 th:nth-child(-n+4){width:13mm}
.rest .columns-7 th:nth-child(5){width:64mm}
"""


def page_style(size_pt: float) -> str:
    """The style of the PDF with the letters of the first page this large."""
    return f"{_COMMON}{_PAGE}.first{{font-size:{size_pt}pt}}.told{{font-size:{size_pt}pt}}"
