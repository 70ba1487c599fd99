# make talk    talk by microphone where there is one, else by keyboard
# make test    all tests;  make lint, make bench, make soak: see CONTRIBUTING.md
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

SHELL := bash
.PHONY: talk test lint bench soak demo serve understanding hearing tiny-model safety docs alexa clients clean

talk: $(READY)
	@$(BIN)/steady talk

test: $(READY)
	$(BIN)/python -m pytest

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/steady check
	$(BIN)/python -m cogapp --check README.md docs/*.md

bench: $(READY)
	$(BIN)/python bench/turn.py
	$(BIN)/python bench/start.py
	$(BIN)/python bench/worker.py
	$(BIN)/python bench/check.py
	$(BIN)/python bench/log.py
	$(BIN)/python bench/danger.py
	$(BIN)/python bench/alexa.py
	$(BIN)/python bench/voice_start.py
	$(BIN)/python bench/voice.py

soak: $(READY)
	$(BIN)/python tools/soak_fuzz.py
	$(BIN)/python tools/soak_kill.py
	$(BIN)/python tools/soak_danger.py
	$(BIN)/python tools/soak_voice.py
	$(BIN)/python tools/soak_alexa.py
	$(BIN)/python tools/soak_alexa_fuzz.py
	$(BIN)/python tools/soak_alexa_verify.py
	$(BIN)/python tools/soak_alexa_clients.py

# A whole talk with a synthetic person, really spoken and really heard, without sound hardware.
demo: $(READY)
	@$(BIN)/steady demo

# Whose requests: make serve STEADY_SKILL_ID=amzn1.ask.skill....  More: docs/host_the_skill.md
export STEADY_SKILL_ID
serve: $(READY)
	@$(BIN)/steady serve

understanding: $(READY)
	$(BIN)/python tools/understanding.py

hearing: $(READY)
	$(BIN)/python tools/hearing.py

# Also needs: apt-get install flite libttspico-utils libfst-tools libfst22-plugins-base
# (libttspico-utils is in Debian's non-free part)
TINY := build/tiny_model
tiny-model:
	@$(PYTHON) -m venv $(TINY)/venv
	@$(TINY)/venv/bin/python -m pip install --quiet -r tools/tiny_model/requirements.txt
	$(TINY)/venv/bin/python -m tools.tiny_model --folder $(TINY)

safety: $(READY)
	$(BIN)/python tools/safety.py

pictures: $(READY)
	$(BIN)/steady graph --out docs/pictures

docs: $(READY) alexa
	$(BIN)/python -m cogapp -r README.md docs/*.md

# What Alexa is taught, to be read and pasted: after a change of the trees or the lexicon.
alexa: $(READY)
	@folder=$$(mktemp -d) && $(BIN)/steady alexa package --out $$folder > /dev/null \
	    && cp $$folder/skill-package/interactionModels/custom/en-US.json docs/alexa_model.json \
	    && rm -r $$folder

# Alexa clients that others wrote, for the tests; needs npm.
clients:
	npm ci --prefix tests/skill/clients --ignore-scripts --no-audit --no-fund --loglevel=error

clean:
	rm -rf .venv build dist *.egg-info

$(READY): pyproject.toml
	@echo "Setting up .venv (once, about a minute) ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Python 3.11 or newer is needed; set PYTHON=/path/to/it"; exit 3; }
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --editable '.[alexa,voice,author,dev]'
	@touch $@
