import { Package } from 'lucide-react';
import { useState } from 'react';
import { Icon } from '../../ui/icon.tsx';
import styles from './product-picture.module.css';

interface ProductPictureProps {
  readonly image: string | null;
}

/** Where both shells serve pictures: the shop's own folder first, then the drawings shipped with the program, which are SVG. */
function addressOf(image: string): string {
  const file = /\.[a-z]+$/i.test(image) ? image : `${image}.svg`;
  return `pictures/${file.split('/').map(encodeURIComponent).join('/')}`;
}

/** The picture of a product, or a quiet box of the same size where there is none or it cannot be had. The name beside it says the rest. */
export function ProductPicture({ image }: ProductPictureProps) {
  const [brokenImage, setBrokenImage] = useState<string | null>(null);
  if (image === null || image === brokenImage) {
    return (
      <span className={styles.none}>
        <Icon drawing={Package} size="large" />
      </span>
    );
  }
  return (
    <img
      className={styles.picture}
      src={addressOf(image)}
      alt=""
      decoding="async"
      draggable={false}
      onError={() => {
        setBrokenImage(image);
      }}
    />
  );
}
