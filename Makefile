# The two commands: `make run` and `make test`. Both set up what they need first.
#   make run CAMERA=auto|0|/dev/video0|rtsp://...|clip.mp4|demo|off  MUSIC=~/Music  PORT=6680
.PHONY: run test page docs clean

run:
	@./setup.sh run
	@.venv/bin/python -m demo.run

test:
	@./setup.sh test
	@.venv/bin/python -m tests.check

# Build the page into the package.
page:
	@./setup.sh test
	@cd webclient && PATH="$(CURDIR)/.venv/bin:$$PATH" npm ci --silent && PATH="$(CURDIR)/.venv/bin:$$PATH" npm run --silent build

# Build the documents into build/docs and check every link between them.
docs:
	@./setup.sh test
	@.venv/bin/python -m handbook

clean:
	rm -rf .venv build demo/.local webclient/node_modules
