"""The command line as a module: python -m coverline."""

from coverline.cli.main import main

if __name__ == "__main__":
    main()
